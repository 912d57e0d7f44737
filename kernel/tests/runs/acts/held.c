// SPDX-License-Identifier: Apache-2.0
/*
 * Opening anew what is open, through /proc; and what is open in another way, or by somebody else.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

#define ROUNDS 2000

static int open_own(int fd, int flags)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags, 0600);
}

static int open_of(pid_t pid, int fd, int flags)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
	return open(path, flags, 0600);
}

static void say(const char *what, int fd)
{
	printf("%s: %s\n", what, fd < 0 ? strerrorname_np(errno) : "done");
	close(fd);
}

static void own(void)
{
	int ends[2];
	int sockets[2];
	int named;

	if (pipe(ends) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) < 0)
		return;
	say("read again", open_own(ends[0], O_RDONLY | O_NONBLOCK));
	say("written again", open_own(ends[1], O_WRONLY | O_CREAT | O_TRUNC));
	say("written, by the name of the other end", open_own(ends[0], O_WRONLY));
	say("both, of which each is held", open_own(ends[0], O_RDWR));
	close(ends[1]);
	say("written, of which none is held", open_own(ends[0], O_WRONLY));
	named = open_own(ends[0], O_PATH);
	close(ends[0]);
	say("read, of which but the name is held", open_own(named, O_RDONLY | O_NONBLOCK));
	say("socket", open_own(sockets[0], O_RDWR));
}

/* The child has the end that we close. */
static void of_another(void)
{
	int ends[2];
	int named;
	pid_t child;

	fflush(stdout);
	if (pipe(ends) < 0)
		return;
	child = fork();
	if (child == 0)
		pause();
	close(ends[1]);
	say("another's, that is held", open_of(child, ends[0], O_RDONLY | O_NONBLOCK));
	say("another's", open_of(child, ends[1], O_WRONLY));
	named = open_of(child, ends[1], O_PATH);
	printf("named: %d\n", named >= 0);
	say("another's, named", open_own(named, O_WRONLY));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* The other side of a new terminal, by no name. */
static int new_terminal(int flags)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	return grantpt(master) || unlockpt(master) ? -1 : ioctl(master, TIOCGPTPEER, flags);
}

static void terminals(void)
{
	int reading = new_terminal(O_RDONLY | O_NOCTTY);
	int both = new_terminal(O_RDWR | O_NOCTTY);
	int closed = new_terminal(O_RDWR | O_NOCTTY);
	char name[64] = "";

	say("terminal, that is held for reading", open_own(reading, O_WRONLY | O_NOCTTY));
	say("terminal, that is held for both", open(ttyname(both), O_WRONLY | O_NOCTTY));
	printf("named: %d\n", ttyname_r(closed, name, sizeof(name)) == 0);
	close(closed);
	say("another terminal", open(name, O_WRONLY | O_NOCTTY));
}

static atomic_int done;
static int shown; /* a descriptor that is now this, now that */
static int allowed;
static int denied;

static void *exchanges(void *unused)
{
	(void)unused;
	while (!atomic_load(&done)) {
		dup2(allowed, shown);
		dup2(denied, shown);
	}
	return NULL;
}

/* Of two pipes we may write to one; the other we hold for reading. Which of them the number means
 * changes while we ask. */
static void race(void)
{
	struct stat good;
	struct stat got;
	pthread_t thread;
	int one[2];
	int two[2];
	int opened = 0;
	int wrong = 0;

	if (pipe(one) < 0 || pipe(two) < 0)
		return;
	allowed = one[1];
	denied = two[0];
	close(two[1]);
	shown = dup(allowed);
	fstat(allowed, &good);
	pthread_create(&thread, NULL, exchanges, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		int fd = open_own(shown, O_WRONLY | O_NONBLOCK);

		if (fd < 0)
			continue;
		opened++;
		wrong += fstat(fd, &got) < 0 || got.st_ino != good.st_ino;
		close(fd);
	}
	atomic_store(&done, 1);
	pthread_join(thread, NULL);
	printf("opened: %d, wrong: %d\n", opened > 0, wrong);
}

void act_held(void)
{
	own();
	of_another();
	terminals();
	race();
}
