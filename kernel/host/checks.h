/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found out about this kernel, by doing it.
 */
#ifndef REIN_CHECKS_H
#define REIN_CHECKS_H

#include <stdbool.h>

#include "base/text.h"

struct check {
	const char *name;
	bool needed; /* without it this tier cannot be had */
	bool ok;
	const char *detail;
};

#define CHECKS_MAX 16

struct checks {
	struct check all[CHECKS_MAX];
	unsigned n;
};

void check_add(struct checks *checks, const char *name, bool needed, bool ok, const char *detail);

/* Whether all that is needed is there. */
bool checks_pass(const struct checks *checks);
/* The first that is needed and missing; NULL: none. */
const struct check *checks_missing(const struct checks *checks);

/* `"checks":[{name, ok, detail}]` */
void checks_json(struct text *json, const struct checks *checks);

#endif
