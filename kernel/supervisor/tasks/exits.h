/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ends of threads and processes.
 */
#ifndef REIN_EXITS_H
#define REIN_EXITS_H

#include "tasks/tasks.h"

/* The thread is about to end: PTRACE_EVENT_EXIT, asked for where a gate waits for the status. */
void exit_announced(struct thread *thread);
/* The thread has ended with a wait status. */
void exit_seen(pid_t tid, int status);

/* How the command's first process ended: its wait status. false: it has not. */
bool exit_of_root(int *status);

#endif
