// SPDX-License-Identifier: Apache-2.0
/*
 * The keeper. It holds the reading end of a pipe whose other end only the engine has.
 */
#include "keeper.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#define ROUNDS_MAX 500
#define ROUND_US 10000

/* Wakes each process of the run that is held. False when there is none. */
static bool wake_held(const struct run *run)
{
	struct rein_hold_key key;
	struct rein_hold_key next;
	bool any = !bpf_map_get_next_key(run->hooks.holds, NULL, &next);
	bool held = false;

	while (any) {
		key = next;
		any = !bpf_map_get_next_key(run->hooks.holds, &key, &next);
		if (key.run != run->slot)
			continue;
		held = true;
		if (kill((pid_t)key.pid, SIGCONT) && errno == ESRCH)
			bpf_map_delete_elem(run->hooks.holds, &key);
	}
	return held;
}

static _Noreturn void keep(const struct run *run, int engine)
{
	char byte;

	prctl(PR_SET_NAME, "rein-keeper");
	setsid();
	while (read(engine, &byte, 1) < 0 && errno == EINTR)
		;
	/* A process that is just about to stop may miss the first SIGCONT. */
	for (int round = 0; round < ROUNDS_MAX && wake_held(run); round++)
		usleep(ROUND_US);
	run_close(run);
	_exit(0);
}

int keeper_start(const struct run *run)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid == 0) {
		/* No output of the engine's may wait for us to end. */
		for (int fd = 0; fd <= 2; fd++)
			close(fd);
		close(ends[1]);
		keep(run, ends[0]);
	}
	close(ends[0]);
	return pid < 0 ? -errno : run_protect(run, pid, REIN_ENGINE_KEEPER);
}
