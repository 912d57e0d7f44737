/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Information goes on flowing through what is already open. When a process gains a label, what it
 * can still write to gains it; when an object gains one, every governed process that can still read
 * from it does.
 */
#ifndef REIN_SPREAD_H
#define REIN_SPREAD_H

#include "tasks/tasks.h"

void spread_proc(struct proc *proc);
void spread_object(const struct file_id *id, struct rein_bytes name);

#endif
