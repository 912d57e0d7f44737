// SPDX-License-Identifier: Apache-2.0
/*
 * {abi, tiers: [{tier, ok, detail}], checks: [{name, ok, detail}]}
 */
#include <stdio.h>
#include <unistd.h>

#include "helper/checks.h"
#include "helper/probe.h"
#include "supervisor/link/frames.h"

#define PROBE_BYTES 8192

int probe(void)
{
	static char buffer[PROBE_BYTES];
	struct text json = TEXT_FIXED(buffer);
	struct checks checks = { 0 };
	const struct check *missing;

	checks_governed_child(&checks);
	checks_optional(&checks);
	missing = checks_missing(&checks);
	text_str(&json, "{");
	text_member(&json, "abi");
	text_number(&json, FRAME_ABI);
	text_member(&json, "tiers");
	text_str(&json, "[{");
	text_member(&json, "tier");
	text_json_str(&json, "supervisor");
	text_member(&json, "ok");
	text_str(&json, missing ? "false" : "true");
	text_member(&json, "detail");
	text_json_str(&json, missing ? missing->detail : "a call was refused, and one was served");
	text_str(&json, "}]");
	checks_json(&json, &checks);
	text_str(&json, "}\n");
	return write(STDOUT_FILENO, json.at, json.len) == (ssize_t)json.len ? 0 : 1;
}
