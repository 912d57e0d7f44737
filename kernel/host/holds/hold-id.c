// SPDX-License-Identifier: Apache-2.0
/*
 * Random ids and their spelling.
 */
#include <sys/random.h>

#include "base/limits.h"
#include "holds/hold-id.h"

#define ID_MASK ((1u << (5 * HOLD_DIGITS)) - 1)

_Static_assert(HOLDS_MAX < ID_MASK / 1024, "ids run out");

u64 hold_id_new(bool (*is_taken)(u64 id))
{
	u32 random = 0;

	/* Without randomness (a kernel that has not booted up) ids count from 1. */
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != sizeof(random))
		random = 1;
	random &= ID_MASK;
	while (is_taken(random))
		random = (random + 1) & ID_MASK;
	return random;
}

void hold_id_text(u64 id, char out[HOLD_TEXT])
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

	for (u32 i = 0; i < HOLD_DIGITS; i++)
		out[i] = digits[id >> (5 * (HOLD_DIGITS - 1 - i)) & 31];
	out[HOLD_DIGITS] = '\0';
}
