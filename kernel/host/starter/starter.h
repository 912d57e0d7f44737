/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process of the run that starts more of it: what the daemon wants done for the run is governed
 * with it, shares its gates and budgets, ends with it, and carries what it has read.
 */
#ifndef REIN_STARTER_H
#define REIN_STARTER_H

#include <stdbool.h>
#include <sys/types.h>

/* Before the run is governed: opens what the run will print, to be read by the starter. */
void starter_prepare(void);

/* In the run's first process, governed: leaves the starter behind, which is nobody's child; or
 * becomes it, where there is no command. */
void starter_leave(bool no_command);

/* The engine needs none of it. */
void starter_forget(void);

/* Its number, once it is there; 0: the run has none. It may have ended. */
pid_t starter_pid(void);

#endif
