/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals that a governed process sends.
 */
#ifndef REIN_SIGNALS_H
#define REIN_SIGNALS_H

#include "decide/act.h"

/* Whether a signal to this process or thread, or to this group (its number negated), reaches the
 * engine or who records. */
bool signal_reaches_us(pid_t to);

long signal_kill(struct act *act);
/* Whatever is aimed at one thread or process: argument `arg` of the call is its number. */
long signal_aimed(struct act *act); /* rt_sigqueueinfo too: the number is the first argument */
/* setpriority, ioprio_set. */
long signal_slowing(struct act *act);
long signal_pidfd(struct act *act);

#endif
