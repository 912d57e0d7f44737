// SPDX-License-Identifier: Apache-2.0
/*
 * Lists of checks.
 */
#include "checks.h"

void check_add(struct checks *checks, const char *name, bool needed, bool ok, const char *detail)
{
	if (checks->n < CHECKS_MAX)
		checks->all[checks->n++] = (struct check){ name, needed, ok, detail };
}

const struct check *checks_missing(const struct checks *checks)
{
	for (unsigned i = 0; i < checks->n; i++) {
		if (checks->all[i].needed && !checks->all[i].ok)
			return &checks->all[i];
	}
	return NULL;
}

bool checks_pass(const struct checks *checks)
{
	return !checks_missing(checks);
}

void checks_json(struct text *json, const struct checks *checks)
{
	text_member(json, "checks");
	text_str(json, "[");
	for (unsigned i = 0; i < checks->n; i++) {
		text_str(json, i ? ",{" : "{");
		text_member(json, "name");
		text_json_str(json, checks->all[i].name);
		text_member(json, "ok");
		text_str(json, checks->all[i].ok ? "true" : "false");
		text_member(json, "detail");
		text_json_str(json, checks->all[i].detail);
		text_str(json, "}");
	}
	text_str(json, "]");
}
