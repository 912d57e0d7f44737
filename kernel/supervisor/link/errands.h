/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that may block: opening a FIFO, connecting, accepting, sending. Each runs on a thread of
 * its own, which makes that one call and touches nothing else; the loop does the rest.
 */
#ifndef REIN_ERRANDS_H
#define REIN_ERRANDS_H

#include "decide/act.h"

/* To wait on. -errno. */
int errands_open(void);

/* Runs block() aside, and then, on the loop, then() with its result; what that answers is the
 * result of the call. ACT_KEPT, or -errno when too many are under way. */
long errand(struct act *act, long (*block)(struct act *act),
	    long (*then)(struct act *act, long result));

/* The caller has ended, or has a signal to take. */
void errand_cancel(struct act *act);
void errand_interrupt(struct act *act);

/* Ends the errands that came back. */
void errands_serve(void);
bool errands_any(void);

#endif
