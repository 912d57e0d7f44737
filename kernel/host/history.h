/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies that a run has had. The newest decides; what was decided by one before it is told by
 * that one, while it is still known.
 */
#ifndef REIN_HISTORY_H
#define REIN_HISTORY_H

#include "policy.h"

#define HISTORY_MAX 16

/* Begins with the policy in use. */
void history_open(void);
/* The newest from here on, and in use; its blob is of the heap, and is freed with it. The oldest is
 * forgotten where there are too many. */
void history_add(const struct policy *next);

/* Number of the newest. */
u32 history_newest(void);
/* Number of the one that is forgotten for the next; 0: none is. */
u32 history_oldest(void);

/* What is told from here on is told by this one, or by the newest where it was forgotten; until
 * policy_use_newest(). */
void history_use(u32 number);

#endif
