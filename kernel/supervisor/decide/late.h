/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exec clauses that are asked again because a running program gains a label: what is remembered of
 * the program, and what becomes of a label that comes by no call of its own.
 */
#ifndef REIN_LATE_H
#define REIN_LATE_H

#include "tasks/tasks.h"

/* Remembers what the process runs, where some clause of the policy can be asked again. */
void late_remember(struct proc *proc, const char *argv, u32 bytes);
void late_inherit(const struct proc *parent, struct proc *child);

/* `labels` come to the process through what it has open: notes it, or ends the process where it
 * may not run with them, since no call of it is there to be refused. */
void late_gain(struct proc *proc, u64 labels, struct rein_bytes name);

#endif
