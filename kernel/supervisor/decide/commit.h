/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operation that went through leaves behind.
 */
#ifndef REIN_COMMIT_H
#define REIN_COMMIT_H

#include "decide/act.h"

/* Applies the verdict to the process, the run and the objects, says what changed, and lets labels
 * flow on to what the process has open. */
void commit(struct act *act);

/* The process ended by itself with `status`, or by a signal (-1). */
void commit_exit(struct proc *proc, int status);

#endif
