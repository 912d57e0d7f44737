// SPDX-License-Identifier: Apache-2.0
/*
 * The child waits until it is traced, installs the filter on itself, waits until its listener is
 * here, and then executes the command, through the filter like any other exec. It stays in our
 * caller's process group, so that the terminal's keys reach it; we leave that group.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/launch.h"
#include "supervisor/link/filter.h"
#include "supervisor/link/listener.h"
#include "supervisor/tasks/tracer.h"

#define NOT_FOUND 127
#define NOT_EXECUTABLE 126

static sigset_t inherited_mask;
static struct sigaction inherited[NSIG];
static struct rlimit inherited_files;
static mode_t inherited_umask;
static int inherited_folder;

/* Keys of the terminal are for the command; writing to a terminal from the background is right. */
static const int ignored[] = {
	SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGHUP, SIGTERM
};
#define IGNORED (sizeof(ignored) / sizeof(ignored[0]))

void launch_prepare(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct rlimit files;

	sigprocmask(SIG_SETMASK, NULL, &inherited_mask);
	for (unsigned i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &ignore, &inherited[ignored[i]]);
	sigaction(SIGUSR1, NULL, &inherited[SIGUSR1]);
	inherited_umask = umask(0);
	inherited_folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	getrlimit(RLIMIT_NOFILE, &inherited_files);
	files = inherited_files;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

static void restore_inherited(void)
{
	for (unsigned i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &inherited[ignored[i]], NULL);
	sigaction(SIGUSR1, &inherited[SIGUSR1], NULL);
	sigprocmask(SIG_SETMASK, &inherited_mask, NULL);
	umask(inherited_umask);
	if (inherited_folder >= 0 && fchdir(inherited_folder) < 0)
		perror("rein-engine: the working directory is gone");
	setrlimit(RLIMIT_NOFILE, &inherited_files);
}

static void run_command(char **command)
{
	int error;

	restore_inherited();
	execvp(command[0], command);
	error = errno;
	fprintf(stderr, "rein-engine: cannot run `%.256s`: %s\n", command[0], strerror(error));
	_exit(error == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

/* The child's side up to the moment its listener was taken. */
static void become_governed(const struct sock_fprog *program, int link)
{
	char go;
	int listener;

	if (read(link, &go, 1) != 1)
		_exit(NOT_EXECUTABLE);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		listener = -errno;
	else
		listener = filter_install(program);
	if (write(link, &listener, sizeof(listener)) != sizeof(listener) ||
	    read(link, &go, 1) != 1 || listener < 0)
		_exit(NOT_EXECUTABLE);
	/* The engine has it now. If the engine died, a copy here would keep the child's own calls
	 * waiting for ever: they fail only when the last descriptor is closed. */
	close(listener);
}

/* Takes the listener out of the child. -errno. */
static int take_listener(pid_t child, int link)
{
	int number;
	int pidfd;
	int fd;

	if (write(link, "", 1) != 1 || read(link, &number, sizeof(number)) != sizeof(number))
		return -EPIPE;
	if (number < 0)
		return number;
	pidfd = (int)syscall(SYS_pidfd_open, child, 0);
	if (pidfd < 0)
		return -errno;
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, number, 0);
	if (fd < 0)
		fd = -errno;
	close(pidfd);
	return fd;
}

static pid_t fork_linked(int *link)
{
	int ends[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	child = fork();
	if (child < 0)
		child = -errno;
	close(ends[child == 0 ? 0 : 1]);
	*link = ends[child == 0 ? 1 : 0];
	if (child < 0)
		close(*link);
	return child;
}

static int give_up(pid_t child, int link, int error)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, __WALL);
	close(link);
	return error;
}

int launch(const struct sock_fprog *program, char **command, const char **what)
{
	struct proc *proc;
	int link;
	pid_t child = fork_linked(&link);
	int fd;

	*what = "fork";
	if (child < 0)
		return child;
	if (child == 0) {
		become_governed(program, link);
		run_command(command);
	}
	*what = "ptrace";
	fd = tracer_seize(child);
	if (fd < 0)
		return give_up(child, link, fd);
	*what = "memory";
	proc = proc_start(child);
	if (!proc || !thread_add(child, proc))
		return give_up(child, link, -ENOMEM);
	*what = "seccomp user notification";
	fd = take_listener(child, link);
	if (fd < 0)
		return give_up(child, link, fd);
	engine.root = child;
	listener_open(fd);
	setpgid(0, 0);
	if (write(link, "", 1) != 1)
		return give_up(child, link, -EPIPE);
	close(link);
	return 0;
}

int launch_scratch(const struct sock_fprog *program, int (*run)(void), int *listener)
{
	int link;
	pid_t child = fork_linked(&link);

	if (child < 0)
		return child;
	if (child == 0) {
		become_governed(program, link);
		_exit(run());
	}
	*listener = take_listener(child, link);
	if (*listener < 0)
		return give_up(child, link, *listener);
	if (write(link, "", 1) != 1)
		return give_up(child, link, -EPIPE);
	close(link);
	return child;
}
