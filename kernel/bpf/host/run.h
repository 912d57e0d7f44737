/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run under the hooks: its slot, its policy, its ring and its first process.
 */
#ifndef REIN_HOST_RUN_H
#define REIN_HOST_RUN_H

#include <sys/types.h>

#include "hooks.h"
#include "shared.h"

struct run {
	struct hooks hooks;
	u32 slot;
	u32 serial; /* never 0 */
	int ring;
	struct rein_bpf_run *shared; /* its state, shared with the hooks */
};

/* Finds or loads the hooks, and takes a free slot there. It has no policy yet: see run_swap().
 * -errno. */
int run_open(struct run *run, enum hooks_tier tier);

/* Keeps governed processes from signalling `pid`; unless it is a keeper (REIN_ENGINE_KEEPER), the
 * run has nobody who answers from its end on. */
int run_protect(const struct run *run, pid_t pid, u32 role);

/* Puts another image in the place of the run's policy; decisions see the old one or the new. Its
 * `serial` is 1 or more and no other image's of the run. */
int run_swap(const struct run *run, const struct rein_image *image, u32 serial);

/* Makes a process one of the run's, in the state `proc`. It must be waiting to be. -errno. */
int run_govern(const struct run *run, pid_t pid, const struct rein_proc *proc);
/* The same for its first process. From here on the run ends when it is empty, whoever is left to
 * see it. */
int run_govern_root(struct run *run, const struct rein_image *image, pid_t pid);

/* Whether the run with this serial has processes; any run with 0. */
bool run_alive(const struct run *run, u32 serial);

/* Held by who finds, takes or removes what all runs share. A descriptor, to be closed; -errno. */
int run_lock(void);

bool run_has_ended(const struct run *run);
/* After its last process. */
void run_close(const struct run *run);
/* Unloads the hooks, unless a run has them or they are to stay. */
void run_unload(const struct run *run);

/* Whether the process of `pidfd` is one of this run. */
bool run_has(const struct run *run, int pidfd);

/* Kills every process of the run that there is at this moment. */
void run_kill(const struct run *run);

#endif
