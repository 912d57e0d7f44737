/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can enforce, the strongest first: the list that `probe` prints and `--tier` chooses from.
 */
#ifndef REIN_TIERS_H
#define REIN_TIERS_H

#include <stdbool.h>

#include "host/host.h"

struct tier {
	const char *name;
	/* Tries it on this machine; *detail is a sentence about what it found. */
	bool (*probe)(const char **detail);
	/* NULL, or empty: this build has none. */
	const struct host *host;
};

#define TIERS 4

extern const struct tier tiers[TIERS];

/* NULL: there is no such tier. */
const struct tier *tier_named(const char *name);

#endif
