// SPDX-License-Identifier: Apache-2.0
/*
 * A child is governed like any. What it prints comes back through pipes; that it has ended says its
 * pidfd, and why it could not be executed a socket of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "starter/boss.h"
#include "starter/children.h"

#define PIECE 16384
/* What a child has written is in its pipe when it ends; who writes on there is not waited for. */
#define LAST_PIECES 64

enum stream { OUT, ERR, STREAMS };

_Static_assert(CHILD_FDS == STREAMS + 1, "CHILD_FDS");

struct child {
	u32 id; /* of its order; 0: free */
	pid_t pid;
	int end;  /* pidfd */
	int word; /* it waits for a byte on it, and says there why it could not be executed */
	int said[STREAMS];
};

static struct child children[CHILDREN_MAX];

static struct child *child_of(u32 id)
{
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		if (children[i].id == id)
			return &children[i];
	}
	return NULL;
}

static void close_held(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void forget(struct child *child)
{
	for (u32 i = 0; i < STREAMS; i++)
		close_held(child->said[i]);
	close_held(child->word);
	close_held(child->end);
	child->id = 0;
}

/* What is there to be read. false: nothing now. */
static bool pass_on(struct child *child, enum stream stream)
{
	static char piece[PIECE];
	ssize_t got = read(child->said[stream], piece, sizeof(piece));

	if (got > 0) {
		boss_say(stream == OUT ? STARTER_OUT : STARTER_ERR, child->id, piece, (u32)got);
		return true;
	}
	if (got == 0 || errno != EAGAIN) {
		close(child->said[stream]);
		child->said[stream] = -1;
	}
	return false;
}

static void ended(struct child *child)
{
	int status = 0;
	s32 error;

	waitpid(child->pid, &status, __WALL);
	for (u32 i = 0; i < STREAMS; i++) {
		for (u32 n = 0; n < LAST_PIECES && child->said[i] >= 0 && pass_on(child, i); n++)
			;
	}
	if (recv(child->word, &error, sizeof(error), MSG_DONTWAIT) == sizeof(error))
		boss_say_number(STARTER_FAILED, child->id, error);
	else
		boss_say_number(STARTER_ENDED, child->id, status);
	forget(child);
}

static _Noreturn void become(const struct order *order, int word, const int *said)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	s32 error;
	char go;

	setsid();
	dup2(null, STDIN_FILENO);
	dup2(said[OUT], STDOUT_FILENO);
	dup2(said[ERR], STDERR_FILENO);
	if (read(word, &go, 1) != 1)
		_exit(COMMAND_NOT_EXECUTABLE);
	command_inherit();
	if (chdir(order->cwd) == 0)
		execve(order->program, order->argv, order->env);
	error = errno;
	if (send(word, &error, sizeof(error), MSG_NOSIGNAL) < 0)
		_exit(COMMAND_NOT_FOUND);
	_exit(COMMAND_NOT_EXECUTABLE);
}

/* Its pipes and its word, and the ends that are its own. false: descriptors are out. */
static bool open_ends(struct child *child, int theirs[STREAMS], int *word)
{
	int ends[2];

	*child = (struct child){ .end = -1, .word = -1, .said = { -1, -1 } };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return false;
	child->word = ends[0];
	*word = ends[1];
	for (u32 i = 0; i < STREAMS; i++) {
		if (pipe2(ends, O_CLOEXEC) < 0)
			return false;
		child->said[i] = ends[0];
		theirs[i] = ends[1];
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
	}
	return true;
}

/* 0 or -errno. */
static int start(struct child *child, const struct order *order)
{
	int theirs[STREAMS] = { -1, -1 };
	int word = -1;
	int error = 0;

	if (!open_ends(child, theirs, &word))
		error = -errno;
	child->pid = error ? -1 : fork();
	if (child->pid == 0)
		become(order, word, theirs);
	if (!error && child->pid < 0)
		error = -errno;
	for (u32 i = 0; i < STREAMS; i++)
		close_held(theirs[i]);
	close_held(word);
	if (!error) {
		child->end = (int)syscall(SYS_pidfd_open, child->pid, 0);
		error = child->end < 0 ? -errno : 0;
	}
	if (!error) {
		child->id = order->id;
		return 0;
	}
	forget(child);
	if (child->pid > 0)
		waitpid(child->pid, NULL, __WALL); /* it ends without a word */
	return error;
}

void child_start(const struct order *order)
{
	struct child *child = child_of(0);
	int error = child ? start(child, order) : -EAGAIN;

	if (error)
		boss_say_number(STARTER_FAILED, order->id, -error);
	else
		boss_say_number(STARTER_MADE, order->id, child->pid);
}

void child_go(u32 order)
{
	struct child *child = order ? child_of(order) : NULL;

	if (child)
		send(child->word, "", 1, MSG_NOSIGNAL);
}

void child_end(u32 order)
{
	struct child *child = order ? child_of(order) : NULL;

	if (!child)
		return;
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL); /* it may not lead its group yet */
}

void children_poll(struct pollfd *fds)
{
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &children[i];
		struct pollfd *at = &fds[i * CHILD_FDS];

		for (u32 j = 0; j < STREAMS; j++)
			at[j] = (struct pollfd){ child->id ? child->said[j] : -1, POLLIN, 0 };
		at[STREAMS] = (struct pollfd){ child->id ? child->end : -1, POLLIN, 0 };
	}
}

void children_serve(const struct pollfd *fds)
{
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		const struct pollfd *at = &fds[i * CHILD_FDS];

		for (u32 j = 0; j < STREAMS; j++) {
			if (at[j].revents)
				pass_on(&children[i], j);
		}
		if (at[STREAMS].revents)
			ended(&children[i]);
	}
}
