// SPDX-License-Identifier: Apache-2.0
/*
 * The keeper. It holds the reading end of a pipe whose other end only the engine has.
 */
#include "keeper.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capabilities.h"

#define ROUNDS_MAX 500
#define ROUND_US 10000
/* Loading takes a second: the next run of a script finds the hooks there still. */
#define LINGER_SECONDS 60
#define LINKS_MAX 128
#define LOOK_MS 1000 /* how often we look without being woken */

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
		if (kill((pid_t)key.tid, SIGCONT) && errno == ESRCH)
			bpf_map_delete_elem(run->hooks.holds, &key);
	}
	return held;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Closes all but these: whoever waits for the engine's end by a socket or a pipe must see it. */
static void keep_only(int *kept, size_t n)
{
	unsigned from = 0;

	qsort(kept, n, sizeof(*kept), by_number);
	for (size_t i = 0; i < n; i++) {
		if ((unsigned)kept[i] > from)
			syscall(SYS_close_range, from, kept[i] - 1, 0);
		from = (unsigned)kept[i] + 1;
	}
	syscall(SYS_close_range, from, ~0u, 0);
}

static int forget(void *context, void *data, size_t bytes)
{
	(void)context, (void)data, (void)bytes;
	return 0;
}

/* The last process's end writes into the ring, and so does all that nobody records any more. */
static void await_end(const struct run *run)
{
	struct ring_buffer *ring = ring_buffer__new(run->ring, forget, NULL, NULL);

	while (ring && !run_has_ended(run) && ring_buffer__poll(ring, LOOK_MS) >= 0)
		;
}

/* False where another keeper of these hooks waits already. That one looks whether a run is alive
 * only after it has let go of the lock: so it sees that ours is not. */
static bool linger(enum hooks_tier tier)
{
	char path[HOOKS_FOLDER_BYTES];
	int lock;

	snprintf(path, sizeof(path), "/run%s.linger", strrchr(hooks_folder(tier), '/'));
	lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB))
		return false;
	sleep(LINGER_SECONDS);
	unlink(path);
	close(lock);
	return true;
}

static _Noreturn void keep(const struct run *run, int engine)
{
	const struct hooks *hooks = &run->hooks;
	int kept[] = { engine,	     hooks->procs, hooks->engines, hooks->runs,
		       hooks->policies, hooks->rings, hooks->holds,   hooks->file_labels,
		       hooks->hosts,	run->ring };
	bool observes = hooks->tier == HOOKS_OBSERVE;
	int links[LINKS_MAX];
	size_t n_links;
	char byte;

	prctl(PR_SET_NAME, "rein-keeper");
	setsid();
	keep_only(kept, sizeof(kept) / sizeof(kept[0]));
	/* A governed root could remove the pins. The observer's go by its own rules. */
	n_links = observes ? 0 : hooks_hold(hooks->tier, links, LINKS_MAX);
	if (chdir("/") || capabilities_of_keeper())
		_exit(1);
	while (read(engine, &byte, 1) < 0 && errno == EINTR)
		;
	/* A process that is just about to stop may miss the first SIGCONT. */
	for (int round = 0; round < ROUNDS_MAX && wake_held(run); round++)
		usleep(ROUND_US);
	await_end(run);
	while (n_links)
		close(links[--n_links]);
	run_close(run);
	if (linger(hooks->tier))
		run_unload(run);
	_exit(0);
}

int keeper_start(const struct run *run)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid == 0)
		keep(run, ends[0]);
	close(ends[0]);
	return pid < 0 ? -errno : run_protect(run, pid, REIN_ENGINE_KEEPER);
}
