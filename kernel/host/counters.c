// SPDX-License-Identifier: Apache-2.0
/*
 * The counters by name.
 */
#include "engine.h"

void counters_json(struct text *json)
{
	const struct counters *counters = &engine.counters;
	const struct {
		const char *name;
		u64 value;
	} all[] = {
		{ "decisions", counters->decisions },
		{ "matches", counters->matches },
		{ "held", counters->held },
		{ "events_lost", counters->events_lost },
		{ "feedback_unwritten", counters->feedback_unwritten },
		{ "continued", counters->continued },
		{ "labels_dropped", counters->labels_dropped },
		{ "processes", counters->processes },
		{ "ring_full", counters->ring_full },
		{ "no_scratch", counters->no_scratch },
		{ "no_policy", counters->no_policy },
		{ "path_unknown", counters->path_unknown },
		{ "fork_refused", counters->fork_refused },
		{ "no_label_room", counters->no_label_room },
		{ "passes", counters->passes },
	};

	text_str(json, "{");
	for (u32 i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		text_member(json, all[i].name);
		text_number(json, (long long)all[i].value);
	}
	text_str(json, "}");
}
