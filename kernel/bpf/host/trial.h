/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process of our own that does something, becomes one of the run's, and does it again.
 */
#ifndef REIN_HOST_TRIAL_H
#define REIN_HOST_TRIAL_H

#include "bpf/host/run.h"

/* What `act` answered, below 16, before and after. */
struct trial {
	u32 before;
	u32 after;
};

/* `act` is given the process that tries. -errno where it could not be tried: -ECANCELED where the
 * process ended before it could tell. */
int trial(const struct run *run, u32 (*act)(pid_t engine), struct trial *trial);

#endif
