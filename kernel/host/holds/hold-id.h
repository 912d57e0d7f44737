/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of holds: five base32 digits (RFC 4648, lower case), the most significant first. Short
 * enough to type, unguessable enough that a stale one from another run is not a valid one here.
 */
#ifndef REIN_HOLD_ID_H
#define REIN_HOLD_ID_H

#include <stdbool.h>

#include "core/core.h"

#define HOLD_DIGITS 5
#define HOLD_TEXT 8 /* with its NUL */

/* A new id that `is_taken` does not know. */
u64 hold_id_new(bool (*is_taken)(u64 id));
void hold_id_text(u64 id, char out[HOLD_TEXT]);

#endif
