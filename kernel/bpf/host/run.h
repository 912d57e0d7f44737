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
	struct rein_image image;
	u32 slot;
	u32 serial; /* never 0 */
	int ring;
	pid_t root;
};

/* Takes a free slot and puts the image there, which rein_image_open() has accepted. -errno. */
int run_open(struct run *run);

/* Keeps governed processes from signalling `pid`; unless it is a keeper (REIN_ENGINE_KEEPER), the
 * run has nobody who answers from its end on. */
int run_protect(const struct run *run, pid_t pid, u32 role);

/* Puts another image in the place of the run's policy; decisions see the old one or the new. */
int run_swap(struct run *run, const struct rein_image *image);

/* Starts the command; it is governed before its first instruction. -errno. */
int run_start(struct run *run, char *const argv[]);

/* Answers a hold and wakes who waits for it; false once that has gone on, or away. */
bool run_answer(struct run *run, const struct rein_hold_key *key, enum rein_hold_state state);

/* Whether the run with this serial has processes; any run with 0. */
bool run_alive(const struct run *run, u32 serial);

/* After its last process. */
void run_close(const struct run *run);

int run_state(const struct run *run, struct rein_bpf_run *state);

#endif
