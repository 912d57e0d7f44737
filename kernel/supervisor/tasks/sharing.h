/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes that share a working directory or descriptors with another process.
 */
#ifndef REIN_SHARING_H
#define REIN_SHARING_H

#include "tasks/tasks.h"

/* Marks both when `child` shares with `parent`. It is stopped. */
void sharing_check(struct proc *parent, struct proc *child);

#endif
