/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second look at an exec: before the new program's first instruction.
 */
#ifndef REIN_CONFIRM_H
#define REIN_CONFIRM_H

#include "tasks/tasks.h"

/* `thread` executed; `proc` is stopped at the first instruction of its new program. */
void exec_happened(struct proc *proc, struct thread *thread);

#endif
