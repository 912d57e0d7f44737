// SPDX-License-Identifier: Apache-2.0
/*
 * The child waits until it is traced, installs the filter on itself, waits until its listener is
 * here, and then executes the command, through the filter like any other exec.
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

#include "command.h"
#include "link/filter.h"
#include "link/life.h"
#include "link/listener.h"
#include "start/launch.h"
#include "tasks/tracer.h"

/* The child's side up to the moment its listener was taken. */
static void become_governed(const struct sock_fprog *program, int link)
{
	char go;
	int listener;

	if (read(link, &go, 1) != 1)
		_exit(COMMAND_NOT_EXECUTABLE);
	listener = command_confine();
	if (!listener)
		listener = filter_install(program);
	if (write(link, &listener, sizeof(listener)) != sizeof(listener) ||
	    read(link, &go, 1) != 1 || listener < 0)
		_exit(COMMAND_NOT_EXECUTABLE);
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
		command_become(command, -1);
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
	if (!command[0])
		life_started(child); /* no exec will say so */
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
