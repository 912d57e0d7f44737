/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing into a governed process's stderr, which it may have pointed at anything.
 */
#ifndef REIN_STDERR_H
#define REIN_STDERR_H

#include <stdbool.h>

#include "core/core.h"

/* Writes all of it or nothing, never waits, and closes `fd`, our copy of the descriptor. false: it
 * could not be written, or there was none (-errno). */
bool stderr_write(int fd, const char *bytes, u32 len);

#endif
