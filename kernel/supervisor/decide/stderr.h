/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing into a governed process's stderr, which it may have pointed at anything.
 */
#ifndef REIN_STDERR_H
#define REIN_STDERR_H

#include "tasks/tasks.h"

/* Writes all of it or nothing, and never waits. false: it could not be written. */
bool stderr_write(struct proc *proc, const char *bytes, u32 len);

#endif
