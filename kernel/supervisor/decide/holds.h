/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that wait for a person. The caller stays in its call; nothing else of it is held.
 */
#ifndef REIN_HOLDS_H
#define REIN_HOLDS_H

#include "decide/act.h"
#include "holds/hold.h"

/* Keeps the act until somebody decides; or decides at once when nobody will. */
long hold(struct act *act);

enum hold_answer hold_decide(struct hold *held, bool approve, struct rein_bytes reason,
			     struct rein_bytes by);

/* The asking thread ended. */
void hold_abandoned(struct act *act);

/* The caller has a signal to take: it leaves the call and, if it comes back, waits on. */
void hold_detach(struct act *act);

/* Whether something is held that the policy of this number asked about. */
bool holds_wait_under(u32 policy);

/* Nobody is there to ask any more. */
void holds_orphaned(void);

/* Ends what has expired. Milliseconds until the next one does; -1: none waits. */
int holds_expire(void);

#endif
