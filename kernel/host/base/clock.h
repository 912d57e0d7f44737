/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two clocks: monotonic for limits, real time for the record.
 */
#ifndef REIN_CLOCK_H
#define REIN_CLOCK_H

#include "core/core.h"

#define CLOCK_TEXT 25 /* 2026-01-31T23:59:59.999Z and a NUL */

u64 clock_ms(void);	 /* since boot, suspend included: a hold expires while the lid is shut */
u64 clock_wall_ms(void); /* since 1970 */

/* RFC 3339, milliseconds, UTC. */
void clock_text(u64 wall_ms, char out[CLOCK_TEXT]);

#endif
