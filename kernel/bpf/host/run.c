// SPDX-License-Identifier: Apache-2.0
/*
 * Setting up a run.
 */
#include "run.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bpf/observe/observe.h"

#define STORE_TRIES_MAX 100
#define STORE_TRY_US 1000
#define LOCK "/run/rein-hooks.lock"

static int run_state(const struct run *run, struct rein_bpf_run *state)
{
	return bpf_map_lookup_elem(run->hooks.runs, &run->slot, state);
}

/* The run's state as the hooks see it, word by word. */
static int share_state(struct run *run)
{
	size_t each = (sizeof(struct rein_bpf_run) + 7) & ~(size_t)7;
	char *all = mmap(NULL, each * REIN_RUNS_MAX, PROT_READ | PROT_WRITE, MAP_SHARED,
			 run->hooks.runs, 0);

	if (all == MAP_FAILED)
		return -errno;
	run->shared = (struct rein_bpf_run *)(all + each * run->slot);
	return 0;
}

/* A map that holds the image, in chunks. Automata and byte classes must lie in its head. */
static int map_of(const struct rein_image *image, u32 serial)
{
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_INNER_MAP);
	const struct rein_span *classes = &image->header->sections[REIN_SEC_CLASSES];
	u32 bytes = image->header->total_bytes;
	u32 chunks = (bytes + REIN_CHUNK_BYTES - 1) / REIN_CHUNK_BYTES;
	char *chunk;
	int map;
	int err;

	if (classes->off + classes->len > REIN_HEAD_BYTES)
		return -E2BIG;
	chunk = malloc(REIN_CHUNK_BYTES);
	if (!chunk)
		return -ENOMEM;
	map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "rein_policy", sizeof(u32), REIN_CHUNK_BYTES,
			     chunks, &options);
	for (u32 i = 0; map >= 0 && i < chunks; i++) {
		u32 at = i * REIN_CHUNK_BYTES;
		u32 some = bytes - at < REIN_CHUNK_BYTES ? bytes - at : REIN_CHUNK_BYTES;

		memset(chunk, 0, REIN_CHUNK_BYTES);
		memcpy(chunk, image->base + at, some);
		if (i == 0) /* checked already; now it tells this copy from others in the slot */
			((struct rein_header *)chunk)->crc32 = serial;
		err = bpf_map_update_elem(map, &i, chunk, BPF_ANY);
		if (err) {
			close(map);
			map = err;
		}
	}
	free(chunk);
	return map;
}

int run_swap(const struct run *run, const struct rein_image *image, u32 serial)
{
	int map = map_of(image, serial);
	int err;

	if (map < 0)
		return map;
	err = bpf_map_update_elem(run->hooks.policies, &run->slot, &map, BPF_ANY);
	close(map);
	return err;
}

#define KEY_BYTES_MAX sizeof(struct rein_file_key)
_Static_assert(sizeof(struct rein_hold_key) <= KEY_BYTES_MAX, "rein_hold_key");
_Static_assert(sizeof(struct rein_host_key) <= KEY_BYTES_MAX, "rein_host_key");

/* Removes what an earlier run of this slot left in a map; `run_at` is where its keys say whose. */
static void forget(const struct run *run, int map, size_t run_at)
{
	u8 key[KEY_BYTES_MAX];
	u8 next[KEY_BYTES_MAX];
	bool any = !bpf_map_get_next_key(map, NULL, next);

	while (any) {
		u32 slot;

		memcpy(key, next, sizeof(key));
		any = !bpf_map_get_next_key(map, key, next);
		memcpy(&slot, key + run_at, sizeof(slot));
		if (slot == run->slot)
			bpf_map_delete_elem(map, key);
	}
}

/* The slot counts as one that has labelled nothing: the self-test's process would be ended for what
 * it might have learned. */
static int label_nothing(const struct run *run)
{
	u64 *labelled = mmap(NULL, sizeof(*labelled), PROT_READ | PROT_WRITE, MAP_SHARED,
			     run->hooks.labelled_runs, 0);

	if (labelled == MAP_FAILED)
		return -errno;
	__atomic_fetch_and(labelled, ~(1ull << run->slot), __ATOMIC_SEQ_CST);
	munmap(labelled, sizeof(*labelled));
	return 0;
}

/* A slot that no process is in, marked as ours. It has no policy yet: who is governed in it is
 * refused everything. */
static int take_slot(struct run *run)
{
	struct rein_bpf_run state;
	int err;

	for (run->slot = 0; run->slot < REIN_RUNS_MAX; run->slot++) {
		if (run_state(run, &state))
			return -errno;
		if (state.state == REIN_RUN_LIVE && state.processes > 0)
			continue;
		forget(run, run->hooks.file_labels, offsetof(struct rein_file_key, run));
		err = label_nothing(run);
		if (err)
			return err;
		/* Of one whose engine was killed. */
		forget(run, run->hooks.holds, offsetof(struct rein_hold_key, run));
		forget(run, run->hooks.hosts, offsetof(struct rein_host_key, run));
		bpf_map_delete_elem(run->hooks.policies, &run->slot);
		memset(&state, 0, sizeof(state));
		state.state = REIN_RUN_LIVE;
		state.processes = 1;
		if (getrandom(&state.secret, sizeof(state.secret), 0) != sizeof(state.secret))
			return -EIO;
		run->serial = state.serial = (u32)state.secret | 1;
		return bpf_map_update_elem(run->hooks.runs, &run->slot, &state, BPF_ANY);
	}
	return -EAGAIN;
}

int run_protect(const struct run *run, pid_t pid, u32 role)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	u32 value = run->slot | role;
	int err = pidfd < 0 ? -errno :
			      bpf_map_update_elem(run->hooks.engines, &pidfd, &value, BPF_ANY);

	if (pidfd >= 0)
		close(pidfd);
	return err;
}

bool run_alive(const struct run *run, u32 serial)
{
	struct rein_bpf_run state;

	for (u32 slot = 0; slot < REIN_RUNS_MAX; slot++) {
		if (bpf_map_lookup_elem(run->hooks.runs, &slot, &state))
			return true; /* nobody knows */
		if (state.state == REIN_RUN_LIVE && state.processes > 0 &&
		    (!serial || state.serial == serial))
			return true;
	}
	return false;
}

int run_lock(void)
{
	int lock = open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (lock >= 0 && !flock(lock, LOCK_EX))
		return lock;
	return -errno;
}

void run_close(const struct run *run)
{
	int lock;

	if (run->hooks.tier != HOOKS_OBSERVE)
		return;
	observe_leave(run);
	lock = run_lock();
	if (lock < 0)
		return;
	if (hooks_are_pinned(&run->hooks))
		observe_close(run);
	close(lock);
}

void run_unload(const struct run *run)
{
	int lock = run_lock();

	if (lock >= 0 && hooks_are_pinned(&run->hooks) && !run_alive(run, 0) &&
	    !hooks_are_to_stay(run->hooks.tier))
		hooks_unpin(run->hooks.tier);
	if (lock >= 0)
		close(lock);
}

bool run_has_ended(const struct run *run)
{
	/* The next run may have taken the slot before we looked. */
	return __atomic_load_n(&run->shared->state, __ATOMIC_ACQUIRE) == REIN_RUN_ENDED ||
	       __atomic_load_n(&run->shared->serial, __ATOMIC_ACQUIRE) != run->serial;
}

static int furnish(struct run *run)
{
	int err = share_state(run);

	if (err)
		return err;
	run->ring = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "rein_ring", 0, 0, REIN_RING_BYTES, NULL);
	if (run->ring < 0)
		return -errno;
	err = bpf_map_update_elem(run->hooks.rings, &run->slot, &run->ring, BPF_ANY);
	return err ? err : run_protect(run, getpid(), 0);
}

static void free_slot(const struct run *run)
{
	struct rein_bpf_run none = { 0 };

	bpf_map_update_elem(run->hooks.runs, &run->slot, &none, BPF_ANY);
}

int run_open(struct run *run, enum hooks_tier tier)
{
	int lock = run_lock();
	bool taken = false;
	int err;

	if (lock < 0)
		return lock;
	err = hooks_open(&run->hooks, tier, false);
	if (!err) {
		err = take_slot(run);
		taken = !err;
	}
	if (!err && run->hooks.tier == HOOKS_OBSERVE)
		err = observe_open(run);
	if (!err)
		err = furnish(run);
	if (err && taken)
		free_slot(run);
	close(lock);
	return err;
}

/* The kernel fills its store for these up behind our back, and says it has no memory until then. */
static int put_proc(const struct run *run, int pidfd, const struct rein_proc *proc)
{
	int err = -EBADF;

	for (int tries = 0; pidfd >= 0 && err && tries < STORE_TRIES_MAX; tries++) {
		err = bpf_map_update_elem(run->hooks.procs, &pidfd, proc, BPF_ANY);
		if (err != -ENOMEM && err != -EAGAIN && err != -EBUSY)
			break;
		usleep(STORE_TRY_US);
	}
	return err;
}

int run_govern(const struct run *run, pid_t pid, const struct rein_proc *proc)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	int err = put_proc(run, pidfd, proc);

	if (!err && run->hooks.tier == HOOKS_OBSERVE)
		err = observe_enter(run, pid);
	if (pidfd >= 0)
		close(pidfd);
	return err;
}

int run_govern_root(struct run *run, const struct rein_image *image, pid_t pid)
{
	struct rein_proc proc = {
		.run = run->slot,
		.flags = REIN_PROC_ROOT,
		.serial = run->serial,
	};
	int err;

	rein_start(image, &proc.task);
	err = run_govern(run, pid, &proc);
	if (!err)
		__atomic_store_n(&run->shared->root, (u32)pid, __ATOMIC_RELEASE);
	return err;
}

bool run_has(const struct run *run, int pidfd)
{
	struct rein_proc proc;

	return !bpf_map_lookup_elem(run->hooks.procs, &pidfd, &proc) && proc.run == run->slot &&
	       proc.serial == run->serial;
}

static void kill_if_ours(const struct run *run, pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (pidfd >= 0 && run_has(run, pidfd))
		syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
	if (pidfd >= 0)
		close(pidfd);
}

void run_kill(const struct run *run)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc))) {
		int pid = atoi(entry->d_name);

		if (pid > 0)
			kill_if_ours(run, pid);
	}
	if (proc)
		closedir(proc);
}
