/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that a hook stopped inside its call.
 */
#ifndef REIN_HOST_HELD_PROCESS_H
#define REIN_HOST_HELD_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Lets the process of a thread go on, if the thread has stopped already: to one that has not,
 * SIGCONT would say nothing and be lost. It need not be the first thread, which may have ended.
 * `pidfd` is of the process, and may be -1. */
void held_process_wake(int pidfd, pid_t tid);

/* Whether a signal waits that it would act on, were it not stopped. */
bool held_process_has_signal(pid_t tid);

#endif
