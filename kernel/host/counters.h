/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was not enforced or not recorded, by cause; and how much was decided.
 */
#ifndef REIN_COUNTERS_H
#define REIN_COUNTERS_H

#include "base/text.h"

/* Names as in the `empty` frame. */
struct counters {
	u64 decisions;
	u64 matches;
	u64 held;
	u64 events_lost;
	u64 feedback_unwritten;
	u64 continued;
	u64 labels_dropped;
	u64 processes;

	/* Of the kernel tiers: events that found no room in the ring, and refusals that no rule
	 * asked for. */
	u64 ring_full;
	u64 no_scratch;
	u64 no_policy;
	u64 path_unknown;
	u64 fork_refused;
	u64 no_label_room;

	u64 passes; /* of automata over a name */
};

void counters_json(struct text *json);

#endif
