// SPDX-License-Identifier: Apache-2.0
/*
 * The trial. It is governed only when it has said that it has done the first half.
 */
#include "trial.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_BITS 4
#define UNTRIED 0xff

static _Noreturn void act_twice(int link, u32 (*act)(pid_t engine), pid_t engine)
{
	u32 before = act(engine);
	ssize_t got;
	char go;

	if (write(link, "", 1) != 1)
		_exit(UNTRIED);
	/* It may be governed before it reads: then that is refused as well, and says the same. */
	got = read(link, &go, 1);
	if (got == 0 || (got < 0 && errno != EPERM))
		_exit(UNTRIED);
	_exit((int)(before << ANSWER_BITS | act(engine)));
}

static int govern(const struct run *run, pid_t child, int link)
{
	struct rein_proc proc = { .run = run->slot, .serial = run->serial };
	char ready;
	int err;

	if (read(link, &ready, 1) != 1)
		return -EPIPE;
	__atomic_fetch_add(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	err = run_govern(run, child, &proc);
	if (!err)
		return write(link, "", 1) == 1 ? 0 : -EPIPE;
	__atomic_fetch_sub(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	return err;
}

int trial(const struct run *run, u32 (*act)(pid_t engine), struct trial *trial)
{
	pid_t engine = getpid();
	int status = 0;
	int link[2];
	pid_t child;
	int err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, link))
		return -errno;
	child = fork();
	if (child == 0) {
		close(link[0]);
		act_twice(link[1], act, engine);
	}
	close(link[1]);
	err = child > 0 ? govern(run, child, link[0]) : -EAGAIN;
	close(link[0]);
	if (child > 0 && waitpid(child, &status, 0) != child)
		return -ECHILD;
	if (err)
		return err;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == UNTRIED)
		return -ECANCELED;
	trial->before = (u32)WEXITSTATUS(status) >> ANSWER_BITS;
	trial->after = WEXITSTATUS(status) & ((1 << ANSWER_BITS) - 1);
	return 0;
}
