// SPDX-License-Identifier: Apache-2.0
/*
 * The list of holds.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "engine.h"
#include "holds/hold.h"

static struct hold *holds;
static u32 n_holds;

struct hold *hold_find(u64 id)
{
	struct hold *hold = holds;

	while (hold && hold->id != id)
		hold = hold->next;
	return hold;
}

static bool is_taken(u64 id)
{
	return hold_find(id);
}

struct hold *hold_new(void *of, const u8 digest[SHA256_BYTES])
{
	struct hold *hold = n_holds < HOLDS_MAX ? calloc(1, sizeof(*hold)) : NULL;

	if (!hold)
		return NULL;
	hold->of = of;
	hold->id = hold_id_new(is_taken);
	hold_id_text(hold->id, hold->text);
	memcpy(hold->digest, digest, SHA256_BYTES);
	hold->since_wall_ms = clock_wall_ms();
	hold->expires_wall_ms = hold->since_wall_ms + engine.ask_seconds * 1000ull;
	hold->expires_ms = clock_ms() + engine.ask_seconds * 1000ull;
	hold->next = holds;
	if (holds)
		holds->prev = hold;
	holds = hold;
	n_holds++;
	engine.counters.held++;
	return hold;
}

void hold_free(struct hold *hold)
{
	if (hold->prev)
		hold->prev->next = hold->next;
	else
		holds = hold->next;
	if (hold->next)
		hold->next->prev = hold->prev;
	n_holds--;
	free(hold);
}

bool holds_any(void)
{
	return holds;
}

void holds_each(void (*visit)(struct hold *hold))
{
	struct hold *next;

	for (struct hold *hold = holds; hold; hold = next) {
		next = hold->next;
		visit(hold);
	}
}

static u32 keep(char *at, u32 room, struct rein_bytes bytes)
{
	u32 len = bytes.len < room ? bytes.len : room;

	memcpy(at, bytes.at, len);
	return len;
}

void hold_note(struct hold *hold, bool approved, struct rein_bytes reason, struct rein_bytes by)
{
	hold->decided = true;
	hold->approved = approved;
	hold->reason_bytes = keep(hold->reason, sizeof(hold->reason), reason);
	hold->by_bytes = keep(hold->by, sizeof(hold->by), by);
}

struct rein_bytes hold_reason(const struct hold *hold)
{
	return (struct rein_bytes){ (const u8 *)hold->reason, hold->reason_bytes };
}

struct rein_bytes hold_by(const struct hold *hold)
{
	return (struct rein_bytes){ (const u8 *)hold->by, hold->by_bytes };
}
