/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections that were made before their process learned a secret.
 */
#ifndef REIN_SOCKETS_H
#define REIN_SOCKETS_H

#include "tasks/tasks.h"

/* Notes which streams the run was started with, while they are still this process's own. */
void sockets_start(void);

/* Asks the policy again about every connected socket of the process, with the labels it carries
 * now; what would be refused is shut down and recorded as `close-open-socket`. */
void sockets_recheck(struct proc *proc);

#endif
