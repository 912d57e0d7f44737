/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the event to the answer.
 */
#ifndef REIN_SETTLE_H
#define REIN_SETTLE_H

#include "decide/act.h"

/* Decides the act's event; then performs it, refuses it, or keeps it for a person. */
long settle(struct act *act);

/* Performs it; when it went through, its labels and gates are kept. */
long settle_perform(struct act *act);

/* The same for the result of something that was performed aside. */
long settle_result(struct act *act, long result);

/* Keeps the labels and gates of what was decided, once. Before the caller is let go by other means
 * than a result. */
void settle_commit(struct act *act);

/* Ends an act that was kept: answers its caller and releases it. */
void settle_finish(struct act *act, long result);

/* Asks the core, counts, nothing else. */
void decide(struct act *act);

#endif
