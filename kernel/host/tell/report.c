// SPDX-License-Identifier: Apache-2.0
/*
 * Builds events and hands them to the channel. Whatever a governed process named goes in through
 * text_json().
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "core/access.h"
#include "holds/hold.h"
#include "link/channel.h"
#include "link/frames.h"
#include "tell/report.h"

#define EVENT_BYTES_MAX (2 * 1024 * 1024)

static struct text event = { .most = EVENT_BYTES_MAX };

static const char *effect_name(u8 effect)
{
	static const char *const names[] = { "none", "notify", "ask", "block", "kill" };

	return effect <= REIN_KILL ? names[effect] : "block";
}

static void put_str(struct text *json, const char *name, const char *value)
{
	text_member(json, name);
	text_json_str(json, value);
}

static void put_bytes(struct text *json, const char *name, struct rein_bytes value)
{
	text_member(json, name);
	text_json(json, value);
}

static void put_number(struct text *json, const char *name, long long value)
{
	text_member(json, name);
	text_number(json, value);
}

static void put_true(struct text *json, const char *name)
{
	text_member(json, name);
	text_str(json, "true");
}

static void put_time(struct text *json, const char *name, u64 wall_ms)
{
	char at[CLOCK_TEXT];

	clock_text(wall_ms, at);
	put_str(json, name, at);
}

static void put_label_names(struct text *json, const char *name, u64 labels)
{
	u64 flowing = engine.image.header->flow_labels;
	u64 parts[2] = { labels & ~flowing, labels & flowing };
	bool first = true;

	text_member(json, name);
	text_str(json, "[");
	for (u32 part = 0; part < 2; part++) {
		for (u64 left = parts[part]; left; left &= left - 1) {
			u32 label = (u32)__builtin_ctzll(left);

			if (label >= rein_count(&engine.image, REIN_SEC_LABELS))
				break;
			text_str(json, first ? "" : ",");
			text_json(json, image_string(rein_get_label(&engine.image, label)));
			first = false;
		}
	}
	text_str(json, "]");
}

static void put_subject(struct text *json, const struct deed *deed)
{
	put_number(json, "pid", deed->pid);
	put_number(json, "ppid", deed->ppid);
	put_bytes(json, "exe", deed->exe);
	put_bytes(json, "cwd", deed->cwd);
	put_label_names(json, "labels", deed->labels);
}

static void put_argv(struct text *json, const char *name, struct rein_bytes args)
{
	u32 at = 0;

	text_member(json, name);
	text_str(json, "[");
	while (at < args.len) {
		const u8 *end = memchr(args.at + at, 0, args.len - at);
		u32 len = end ? (u32)(end - (args.at + at)) : args.len - at;

		text_str(json, at ? "," : "");
		text_json(json, (struct rein_bytes){ args.at + at, len });
		at += len + 1;
	}
	text_str(json, "]");
}

/* The closed gates that would have let the decisive clause pass, with what closed them. */
static void put_stale(struct text *json, const struct deed *deed)
{
	struct rein_clause clause = rein_get_clause(&engine.image, deed->decisive);
	bool first = true;

	for (u32 i = 0; i < clause.n_gates; i++) {
		u32 gate = rein_get_set_atom(&engine.image, clause.gates + i);
		const struct closer *closer = gate_closer(gate);

		if (gate_is_open(gate) || !closer)
			continue;
		if (first) {
			text_member(json, "stale");
			text_str(json, "[");
		} else {
			text_str(json, ",");
		}
		first = false;
		text_str(json, "{");
		put_bytes(json, "gate", gate_text(gate));
		put_str(json, "op", op_name(closer->op));
		put_bytes(json, "target",
			  (struct rein_bytes){ (const u8 *)closer->target, closer->target_bytes });
		put_number(json, "pid", closer->pid);
		put_time(json, "time", closer->wall_ms);
		text_str(json, "}");
	}
	if (!first)
		text_str(json, "]");
}

/* What a match and a hold say alike. */
static void put_decision(struct text *json, const struct deed *deed, const struct told *told)
{
	put_subject(json, deed);
	put_str(json, "effect", effect_name(deed->effect));
	text_member(json, "clauses");
	text_str(json, "[");
	for (u32 i = 0; i < deed->n_matches; i++) {
		text_str(json, i ? "," : "");
		text_number(json, deed->matches[i]);
	}
	text_str(json, "]");
	put_number(json, "more", deed->n_more);
	put_number(json, "decisive", deed->decisive);
	put_str(json, "call", deed->call);
	put_str(json, "op", op_name(deed_op(deed)));
	text_member(json, "target");
	target_json(json, deed, 0);
	if (deed->n_targets > 1) {
		text_member(json, "target2");
		target_json(json, deed, 1);
	}
	if (deed->args.len)
		put_argv(json, "argv", deed->args);
	if (deed_is_late(deed) && deed->running.len)
		put_argv(json, "running", deed->running);
	if (deed->args_truncated)
		put_true(json, "args_truncated");
	put_stale(json, deed);
	put_bytes(json, "feedback", (struct rein_bytes){ (const u8 *)told->text, told->bytes });
	if (deed->spared)
		put_true(json, "spared_root");
}

static void send_event(void)
{
	text_str(&event, "}");
	channel_send_event(&event);
	event.len = 0;
	event.cut = false;
}

static void start_event(const char *kind)
{
	text_str(&event, "{");
	put_str(&event, "kind", kind);
	put_time(&event, "time", clock_wall_ms());
}

void report_match(const struct deed *deed, const char *outcome, const struct told *told,
		  const struct hold_end *ended)
{
	engine.counters.matches++;
	start_event("match");
	put_str(&event, "outcome", outcome);
	put_decision(&event, deed, told);
	if (ended) {
		text_member(&event, "hold");
		text_str(&event, "{");
		put_str(&event, "id", ended->id);
		if (ended->by.len)
			put_bytes(&event, "by", ended->by);
		if (ended->reason.len)
			put_bytes(&event, "reason", ended->reason);
		text_str(&event, "}");
	}
	send_event();
}

void report_hold_members(struct text *json, const struct deed *deed, const struct hold *hold)
{
	char hex[2 * SHA256_BYTES + 1];

	put_str(json, "kind", "hold");
	put_time(json, "time", hold->since_wall_ms);
	put_str(json, "id", hold->text);
	for (u32 i = 0; i < SHA256_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", hold->digest[i]);
	put_str(json, "digest", hex);
	put_time(json, "expires", hold->expires_wall_ms);
	put_decision(json, deed, &hold->told);
}

void report_hold(const struct deed *deed, const struct hold *hold)
{
	text_str(&event, "{");
	report_hold_members(&event, deed, hold);
	send_event();
}

void report_guard(const struct deed *deed, enum rein_guard guard, const struct told *told)
{
	start_event("guard");
	put_subject(&event, deed);
	put_str(&event, "guard", guard_name(guard));
	put_str(&event, "call", deed->call);
	put_bytes(&event, "feedback", (struct rein_bytes){ (const u8 *)told->text, told->bytes });
	send_event();
}

void report_gate(u32 gate, const struct cause *cause)
{
	start_event("gate");
	put_bytes(&event, "gate", gate_text(gate));
	put_str(&event, "state", gate_is_open(gate) ? "open" : "closed");
	text_member(&event, "by");
	text_str(&event, "{");
	put_number(&event, "pid", cause->pid);
	put_str(&event, "op", cause->by ? cause->by : op_name(cause->op));
	put_bytes(&event, "target", cause->target);
	text_str(&event, "}");
	send_event();
}

void report_label(pid_t pid, u64 gained, const struct cause *cause)
{
	start_event("label");
	put_number(&event, "pid", pid);
	put_label_names(&event, "gained", gained);
	put_str(&event, "op", op_name(cause->op));
	put_bytes(&event, "target", cause->target);
	send_event();
}
