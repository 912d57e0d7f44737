// SPDX-License-Identifier: Apache-2.0
/*
 * The live self-test: a child under a filter asks for two things, and gets one of them. Nothing of
 * it would be believed from a version number or a configuration.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/compat.h"
#include "engine.h"
#include "link/listener.h"
#include "start/launch.h"
#include "start/self-test.h"

#define WAIT_MS 2000
#define REFUSED_NAME "/proc/rein-self-test"
#define REFUSED 1
#define HANDED 2

/* Traps mkdirat and openat, whatever their arguments. */
static struct sock_fprog tiny_filter(void)
{
	static struct sock_filter code[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr) },
		{ BPF_JMP | BPF_JEQ | BPF_K, 1, 0, SYS_mkdirat },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_openat },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_USER_NOTIF },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};

	return (struct sock_fprog){ .len = sizeof(code) / sizeof(code[0]), .filter = code };
}

/* In the child: what it got, as its exit status. mkdirat there fails with ENOENT by itself. */
static int try_both(void)
{
	int got = 0;
	struct stat st;
	int fd;

	if (syscall(SYS_mkdirat, AT_FDCWD, REFUSED_NAME, 0700) < 0 && errno == EPERM)
		got |= REFUSED;
	fd = (int)syscall(SYS_openat, AT_FDCWD, REFUSED_NAME, O_RDONLY);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		got |= HANDED;
	return got;
}

/* The next question of the child. false: none came. */
static bool receive(int listener, struct seccomp_notif *asked)
{
	struct pollfd ready = { .fd = listener, .events = POLLIN };

	memset(asked, 0, sizeof(*asked));
	return poll(&ready, 1, WAIT_MS) == 1 && ready.revents & POLLIN &&
	       ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, asked) == 0;
}

static bool reads_name(const struct seccomp_notif *asked)
{
	char name[sizeof(REFUSED_NAME)];
	struct iovec here = { name, sizeof(name) };
	struct iovec there = { (void *)asked->data.args[1], sizeof(name) };

	return process_vm_readv((pid_t)asked->pid, &here, 1, &there, 1, 0) == sizeof(name) &&
	       !strcmp(name, REFUSED_NAME);
}

static void answer_both(struct checks *checks, int listener)
{
	struct seccomp_notif asked;
	int pipes[2];

	if (!receive(listener, &asked)) {
		check_add(checks, "notification", true, false, "a trapped call was not announced");
		return;
	}
	check_add(checks, "memory", true, reads_name(&asked),
		  "process_vm_readv of a caller's path");
	listener_answer(asked.id, -EPERM);
	if (!receive(listener, &asked) || pipe2(pipes, O_CLOEXEC) < 0)
		return;
	if (listener_give(asked.id, pipes[0], false) < 0)
		listener_answer(asked.id, -EIO);
	close(pipes[0]);
	close(pipes[1]);
}

static void check_trace(struct checks *checks, pid_t child)
{
	bool ok = ptrace(PTRACE_SEIZE, child, NULL, 0) == 0;

	check_add(checks, "trace", true, ok,
		  ok		   ? "ptrace attaches"
		  : errno == EPERM ? "ptrace is refused: look at kernel.yama.ptrace_scope"
				   : "ptrace is refused");
}

void self_test(struct checks *checks)
{
	struct sock_fprog program = tiny_filter();
	int listener = -1;
	int kept = engine.listener;
	int status = 0;
	pid_t child = launch_scratch(&program, try_both, &listener);

	check_add(checks, "listener", true, child > 0,
		  child > 0	    ? "seccomp user notification, and pidfd_getfd"
		  : child == -EBUSY ? "another seccomp listener governs this process already"
				    : "no seccomp user notification");
	if (child < 0)
		return;
	check_trace(checks, child);
	listener_open(listener);
	answer_both(checks, listener);
	close(listener); /* whatever it still asks fails now */
	engine.listener = kept;
	waitpid(child, &status, __WALL);
	check_add(checks, "deny", true, WIFEXITED(status) && WEXITSTATUS(status) & REFUSED,
		  "a denial that must happen");
	check_add(checks, "hand-over", true, WIFEXITED(status) && WEXITSTATUS(status) & HANDED,
		  "a descriptor given to a caller");
}
