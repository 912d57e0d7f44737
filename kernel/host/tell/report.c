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

static void put_hex(struct text *json, const char *name, const u8 digest[SHA256_BYTES])
{
	char hex[2 * SHA256_BYTES + 1];

	for (u32 i = 0; i < SHA256_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	put_str(json, name, hex);
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

static void put_told(struct text *json, const struct told *told)
{
	if (told->bytes)
		put_bytes(json, told->written ? "feedback" : "untold",
			  (struct rein_bytes){ (const u8 *)told->text, told->bytes });
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
		text_number(json, engine.first_clause + deed->matches[i]);
	}
	text_str(json, "]");
	put_number(json, "more", deed->n_more);
	put_number(json, "decisive", engine.first_clause + deed->decisive);
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
	put_told(json, told);
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
	put_str(json, "kind", "hold");
	put_time(json, "time", hold->since_wall_ms);
	put_str(json, "id", hold->text);
	put_hex(json, "digest", hold->digest);
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
	put_str(&event, "reason", guard_why(guard));
	put_told(&event, told);
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
	if (cause->reason.len)
		put_bytes(&event, "reason", cause->reason);
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

static struct text swapped = { .most = EVENT_BYTES_MAX }; /* other events come in between */

static struct rein_bytes string_of(const struct rein_image *image, struct rein_span span)
{
	return (struct rein_bytes){ rein_section(image, REIN_SEC_STRINGS) + span.off, span.len };
}

static void put_rules(struct text *json, const struct rein_image *image)
{
	text_member(json, "rules");
	text_str(json, "[");
	for (u32 i = 0; i < rein_count(image, REIN_SEC_RULES); i++) {
		struct rein_rule rule = rein_get_rule(image, i);

		text_str(json, i ? ",{" : "{");
		put_bytes(json, "name", string_of(image, rule.name));
		put_bytes(json, "reason", string_of(image, rule.reason));
		text_member(json, "builtin");
		text_str(json, rule.builtin ? "true" : "false");
		text_str(json, "}");
	}
	text_str(json, "]");
}

static void put_clauses(struct text *json, const struct rein_image *image)
{
	text_member(json, "clauses");
	text_str(json, "[");
	for (u32 i = 0; i < rein_count(image, REIN_SEC_CLAUSES); i++) {
		struct rein_clause clause = rein_get_clause(image, i);

		text_str(json, i ? ",{" : "{");
		put_number(json, "rule", clause.rule);
		put_str(json, "effect", effect_name((u8)clause.effect));
		put_number(json, "line", clause.line);
		put_bytes(json, "text", string_of(image, clause.text));
		text_str(json, "}");
	}
	text_str(json, "]");
}

static void put_names(struct text *json, const struct rein_image *image, enum rein_section section)
{
	text_str(json, "[");
	for (u32 i = 0; i < rein_count(image, section); i++) {
		text_str(json, i ? "," : "");
		text_json(json, string_of(image, section == REIN_SEC_LABELS ?
							 rein_get_label(image, i) :
							 rein_get_gate(image, i).text));
	}
	text_str(json, "]");
}

bool report_make_policy(const struct policy *next, const struct policy_facts *facts)
{
	swapped.len = 0;
	swapped.cut = false;
	text_str(&swapped, "{");
	put_str(&swapped, "kind", "policy");
	put_time(&swapped, "time", clock_wall_ms());
	put_bytes(&swapped, "policy", facts->name);
	put_hex(&swapped, "digest", next->image.header->policy_digest);
	put_hex(&swapped, "before", engine.image.header->policy_digest);
	put_hex(&swapped, "image_digest", facts->image_digest);
	put_bytes(&swapped, "by", facts->by);
	put_bytes(&swapped, "reason", facts->reason);
	put_number(&swapped, "first_clause", next->first_clause);
	text_member(&swapped, "labels");
	put_names(&swapped, &next->image, REIN_SEC_LABELS);
	text_member(&swapped, "gates");
	put_names(&swapped, &next->image, REIN_SEC_GATES);
	put_rules(&swapped, &next->image);
	put_clauses(&swapped, &next->image);
	text_str(&swapped, "}");
	return !swapped.cut;
}

void report_policy(void)
{
	channel_send_event(&swapped);
}
