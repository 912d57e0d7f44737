// SPDX-License-Identifier: Apache-2.0
/*
 * {abi, tiers: [{tier, ok, detail}], checks: [{name, ok, detail}]}
 */
#include <stdio.h>
#include <unistd.h>

#include "helper/probe.h"
#include "helper/tiers.h"
#include "supervisor/start/self-test.h"
#include "host/link/frames.h"

#define PROBE_BYTES 8192

static void put_tier(struct text *json, const struct tier *tier)
{
	const char *detail;
	bool ok = tier->probe(&detail);

	text_str(json, "{");
	text_member(json, "tier");
	text_json_str(json, tier->name);
	text_member(json, "ok");
	text_str(json, ok ? "true" : "false");
	text_member(json, "detail");
	text_json_str(json, detail);
	text_str(json, "}");
}

int probe(void)
{
	static char buffer[PROBE_BYTES];
	struct text json = TEXT_FIXED(buffer);
	struct checks checks = { 0 };

	text_str(&json, "{");
	text_member(&json, "abi");
	text_number(&json, FRAME_ABI);
	text_member(&json, "tiers");
	for (unsigned i = 0; i < TIERS; i++) {
		text_str(&json, i ? "," : "[");
		put_tier(&json, &tiers[i]);
	}
	text_str(&json, "]");
	self_test(&checks);
	self_test_optional(&checks);
	checks_json(&json, &checks);
	text_str(&json, "}\n");
	return write(STDOUT_FILENO, json.at, json.len) == (ssize_t)json.len ? 0 : 1;
}
