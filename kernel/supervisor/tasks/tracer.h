/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace, for three things only: to know of every child before its first instruction, of every exec
 * before the new program's first instruction, and of every exit status before anybody else does.
 */
#ifndef REIN_TRACER_H
#define REIN_TRACER_H

#include "tasks/tasks.h"

/* Attaches to the stopped child that will become the command. -errno. */
int tracer_seize(pid_t pid);

/* Handles every event that waits. */
void tracer_serve(void);

/* Ends children whose parent's fork event never came. */
void tracer_end_early(void);

#endif
