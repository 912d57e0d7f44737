// SPDX-License-Identifier: Apache-2.0
/*
 * Gate changes become events; the closing ones are remembered, because a person or an agent whose
 * gate went stale asks by what.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "core/access.h"
#include "host.h"
#include "tell/gates.h"
#include "tell/report.h"

static struct closer *closers;
static u64 *opened_wall_ms;
static u32 room; /* in both */

static u32 n_gates(void)
{
	return rein_count(&engine.image, REIN_SEC_GATES);
}

bool gates_make_room(u32 gates)
{
	struct closer *more_closers;
	u64 *more_times;

	if (gates < room)
		return true;
	more_closers = calloc(gates + 1, sizeof(*more_closers));
	more_times = calloc(gates + 1, sizeof(*more_times));
	if (!more_closers || !more_times) {
		free(more_closers);
		free(more_times);
		return false;
	}
	if (room) {
		memcpy(more_closers, closers, room * sizeof(*closers));
		memcpy(more_times, opened_wall_ms, room * sizeof(*opened_wall_ms));
	}
	free(closers);
	free(opened_wall_ms);
	closers = more_closers;
	opened_wall_ms = more_times;
	room = gates + 1;
	return true;
}

struct rein_bytes image_string(struct rein_span span)
{
	const u8 *strings = rein_section(&engine.image, REIN_SEC_STRINGS);

	return (struct rein_bytes){ strings + span.off, span.len };
}

struct rein_bytes gate_text(u32 gate)
{
	return image_string(rein_get_gate(&engine.image, gate).text);
}

struct rein_bytes gate_opener(u32 gate)
{
	return image_string(rein_get_gate(&engine.image, gate).opener);
}

bool gate_is_open(u32 gate)
{
	return engine.run.gates[gate / 64] >> (gate % 64) & 1;
}

const struct closer *gate_closer(u32 gate)
{
	return closers[gate].known ? &closers[gate] : NULL;
}

static void closed(u32 gate, const struct cause *cause)
{
	struct closer *closer = &closers[gate];
	u32 bytes = cause->target.len < sizeof(closer->target) ? cause->target.len
							       : sizeof(closer->target);

	*closer = (struct closer){ .known = true,
				   .op = cause->op,
				   .pid = cause->pid,
				   .wall_ms = clock_wall_ms(),
				   .opened_wall_ms = opened_wall_ms[gate],
				   .target_bytes = bytes };
	memcpy(closer->target, cause->target.at, bytes);
}

void gates_changed(const struct rein_run *before, const u64 *opens, const struct cause *cause)
{
	u32 words = (n_gates() + 63) / 64;

	for (u32 word = 0; word < words; word++) {
		u64 changed = before->gates[word] ^ engine.run.gates[word];
		/* A gate that the event both closes and opens was opened anew, and is not said. */
		u64 opened = engine.run.gates[word] &
			     (changed | (opens ? opens[word] : 0));

		for (u64 left = opened; left; left &= left - 1)
			opened_wall_ms[word * 64 + (u32)__builtin_ctzll(left)] = clock_wall_ms();
		for (u64 left = changed; left; left &= left - 1) {
			u32 gate = word * 64 + (u32)__builtin_ctzll(left);

			if (!gate_is_open(gate))
				closed(gate, cause);
			report_gate(gate, cause);
		}
	}
}

/* `approval "C"` as the image spells the opener of such a gate. */
static bool opens_by(u32 gate, struct rein_bytes name)
{
	static const char before[] = "approval \"";
	struct rein_bytes opener = gate_opener(gate);
	u32 prefix = sizeof(before) - 1;

	return opener.len == prefix + name.len + 1 && !memcmp(opener.at, before, prefix) &&
	       !memcmp(opener.at + prefix, name.at, name.len) && opener.at[opener.len - 1] == '"';
}

u32 gates_named(struct rein_bytes name, u64 gates[REIN_GATE_WORDS])
{
	u32 found = 0;

	memset(gates, 0, REIN_GATE_WORDS * sizeof(*gates));
	for (u32 gate = 0; gate < n_gates(); gate++) {
		if (opens_by(gate, name)) {
			gates[gate / 64] |= 1ull << (gate % 64);
			found++;
		}
	}
	return found;
}

u32 gates_open(struct rein_bytes name, const struct cause *cause)
{
	struct rein_run before = engine.run;
	u64 gates[REIN_GATE_WORDS];
	u32 found = gates_named(name, gates);

	for (u32 gate = 0; gate < n_gates(); gate++) {
		if (gates[gate / 64] >> (gate % 64) & 1)
			engine.host->approve(gate);
	}
	gates_changed(&before, NULL, cause);
	return found;
}

u32 gates_approve(struct rein_bytes name, pid_t by, struct rein_bytes reason)
{
	struct cause cause = { .by = "approval", .pid = by, .target = name, .reason = reason };

	return gates_open(name, &cause);
}
