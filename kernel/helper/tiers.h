/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can enforce, the strongest first: the list that `probe` prints and `--tier` chooses from.
 */
#ifndef REIN_TIERS_H
#define REIN_TIERS_H

#include <stdbool.h>

#include "helper/options.h"

struct tier {
	const char *name;
	/* Tries it on this machine; *detail is a sentence about what it found. */
	bool (*probe)(const char **detail);
	/* Governs one run. Exit status. NULL: this build has none. */
	int (*run)(const struct options *options);
};

#define TIERS 4

extern const struct tier tiers[TIERS];

/* NULL: there is no such tier. */
const struct tier *tier_named(const char *name);

#endif
