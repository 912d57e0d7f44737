// SPDX-License-Identifier: Apache-2.0
/*
 * Builds events and hands them to the channel. Whatever a governed process named goes in through
 * text_json().
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "core/access.h"
#include "decide/commit.h"
#include "decide/holds.h"
#include "decide/report.h"
#include "guard/guards.h"
#include "link/calls.h"
#include "link/channel.h"
#include "link/frames.h"

#define EVENT_BYTES_MAX (2 * 1024 * 1024)

static struct text event = { .most = EVENT_BYTES_MAX };

const char *op_name(enum rein_op op)
{
	static const char *const names[] = { "exec", "read", "write", "unlink", "connect", "recv" };

	return op < REIN_OPS ? names[op] : "exec";
}

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

static void put_subject(struct text *json, const struct proc *proc)
{
	char path[32];
	char cwd[REIN_PATH_MAX];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%d/cwd", proc->pid);
	len = readlink(path, cwd, sizeof(cwd));
	put_number(json, "pid", proc->pid);
	put_number(json, "ppid", proc->ppid);
	put_str(json, "exe", proc->exe);
	put_bytes(json, "cwd", (struct rein_bytes){ (u8 *)cwd, len > 0 ? (u32)len : 0 });
	put_label_names(json, "labels", proc->task.labels);
}

static void put_argv(struct text *json, struct rein_bytes args)
{
	u32 at = 0;

	text_member(json, "argv");
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
static void put_stale(struct text *json, const struct act *act)
{
	struct rein_clause clause = rein_get_clause(&engine.image, act->verdict.decisive);
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
static void put_decision(struct text *json, const struct act *act, const struct told *told)
{
	const struct rein_verdict *verdict = &act->verdict;
	u32 ops = engine.clause_ops[verdict->decisive] & act_ops(act);

	put_subject(json, act->proc);
	put_str(json, "effect", effect_name(verdict->effect));
	text_member(json, "clauses");
	text_str(json, "[");
	for (u32 i = 0; i < verdict->n_matches; i++) {
		text_str(json, i ? "," : "");
		text_number(json, verdict->matches[i]);
	}
	text_str(json, "]");
	put_number(json, "more", verdict->n_more);
	put_number(json, "decisive", verdict->decisive);
	put_str(json, "call", act->call->name);
	put_str(json, "op", op_name(main_op(ops ? ops : act_ops(act))));
	text_member(json, "target");
	act_target_shown(json, act, 0);
	if (act->event.n_aspects > 1 && !act->endpoint.len) {
		text_member(json, "target2");
		act_target_shown(json, act, 1);
	}
	if (act->event.args.len)
		put_argv(json, act->event.args);
	if (act->event.args_truncated) {
		text_member(json, "args_truncated");
		text_str(json, "true");
	}
	put_stale(json, act);
	put_bytes(json, "feedback", (struct rein_bytes){ (const u8 *)told->text, told->bytes });
	if (verdict->effect == REIN_KILL && act->proc->pid == engine.root) {
		text_member(json, "spared_root");
		text_str(json, "true");
	}
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

void report_match(const struct act *act, const char *outcome, const struct told *told,
		  const struct hold_end *ended)
{
	engine.counters.matches++;
	start_event("match");
	put_str(&event, "outcome", outcome);
	put_decision(&event, act, told);
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

void report_hold_members(struct text *json, const struct act *act, const struct told *told)
{
	char hex[2 * 32 + 1];

	put_str(json, "kind", "hold");
	put_time(json, "time", act->hold->since_wall_ms);
	put_str(json, "id", act->hold->text);
	for (u32 i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", act->hold->digest[i]);
	put_str(json, "digest", hex);
	put_time(json, "expires", act->hold->expires_wall_ms);
	put_decision(json, act, told);
}

void report_hold(const struct act *act, const struct told *told)
{
	text_str(&event, "{");
	report_hold_members(&event, act, told);
	send_event();
}

void report_guard(const struct act *act, enum rein_guard guard, const struct told *told)
{
	start_event("guard");
	put_subject(&event, act->proc);
	put_str(&event, "guard", guard_name(guard));
	put_str(&event, "call", act->call->name);
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

void report_label(const struct proc *proc, u64 gained, const struct cause *cause)
{
	start_event("label");
	put_number(&event, "pid", proc->pid);
	put_label_names(&event, "gained", gained);
	put_str(&event, "op", op_name(cause->op));
	put_bytes(&event, "target", cause->target);
	send_event();
}
