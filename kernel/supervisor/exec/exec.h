/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executing a program. It is decided from what the caller named; only the kernel can perform it,
 * and when it has, the new image is looked at again (confirm.h).
 */
#ifndef REIN_EXEC_H
#define REIN_EXEC_H

#include "decide/act.h"

long exec_execve(struct act *act);
long exec_execveat(struct act *act);

/* The thread calls again, or ends: the exec it was let into has failed. */
void exec_did_not_happen(struct thread *thread);

#endif
