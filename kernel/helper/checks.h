/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this kernel lets us do, each found out by doing it.
 */
#ifndef REIN_CHECKS_H
#define REIN_CHECKS_H

#include <stdbool.h>

#include "host/base/text.h"

struct check {
	const char *name;
	bool needed; /* without it there is no supervisor */
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

/* A child under a filter of its own: refused a call, handed a descriptor, read and traced. Notes
 * every step. */
void checks_governed_child(struct checks *checks);
/* What is useful and not needed. */
void checks_optional(struct checks *checks);

#endif
