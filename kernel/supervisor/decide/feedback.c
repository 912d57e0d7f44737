// SPDX-License-Identifier: Apache-2.0
/*
 * What is said to an agent. Paths, arguments and even a person's reason are data: shown, capped,
 * and each fact on a line of its own.
 */
#include <string.h>

#include "base/clock.h"
#include "core/access.h"
#include "decide/commit.h"
#include "decide/feedback.h"
#include "decide/gates.h"
#include "decide/holds.h"
#include "decide/report.h"
#include "decide/stderr.h"
#include "link/calls.h"
#include "net/endpoint.h"

void act_target_shown(struct text *json, const struct act *act, u32 aspect)
{
	char buffer[ENDPOINT_TEXT];
	struct text shown = TEXT_FIXED(buffer);

	if (act->event.aspects[aspect].key == REIN_KEY_PATH) {
		text_json(json, act_target(act, aspect));
		return;
	}
	endpoint_text(&shown, act_target(act, aspect));
	text_json(json, text_view(&shown));
}

static void put_target(struct text *text, const struct act *act, u32 aspect)
{
	char buffer[ENDPOINT_TEXT];
	struct text shown = TEXT_FIXED(buffer);

	if (act->event.aspects[aspect].key == REIN_KEY_PATH) {
		text_shown(text, act_target(act, aspect), FEEDBACK_SHOWN);
		return;
	}
	endpoint_text(&shown, act_target(act, aspect));
	text_shown(text, text_view(&shown), FEEDBACK_SHOWN);
}

static void put_command(struct text *text, struct rein_bytes args)
{
	char line[FEEDBACK_SHOWN + 1];
	u32 len = args.len < sizeof(line) ? args.len : sizeof(line);

	memcpy(line, args.at, len);
	for (u32 i = 0; i < len; i++) {
		if (line[i] == '\0')
			line[i] = ' ';
	}
	if (len == args.len)
		len--; /* the NUL of the last one */
	text_shown(text, (struct rein_bytes){ (u8 *)line, len }, FEEDBACK_SHOWN);
}

/* `exec of git commit`, `write of /a to /b` */
static void put_event(struct text *text, const struct act *act)
{
	u32 ops = engine.clause_ops[act->verdict.decisive] & act_ops(act);

	text_str(text, op_name(main_op(ops ? ops : act_ops(act))));
	text_str(text, " of ");
	if (act->event.args.len)
		put_command(text, act->event.args);
	else
		put_target(text, act, 0);
	if (act->event.n_aspects > 1 && !act->endpoint.len) {
		text_str(text, " to ");
		put_target(text, act, 1);
	}
	text_str(text, "\n");
}

static void put_line(struct text *text, const char *name, struct rein_bytes value)
{
	if (!value.len)
		return;
	text_str(text, "  ");
	text_str(text, name);
	text_str(text, ": ");
	text_shown(text, value, 2 * FEEDBACK_SHOWN);
	text_str(text, "\n");
}

static void put_clock(struct text *text, u64 wall_ms)
{
	char at[CLOCK_TEXT];

	clock_text(wall_ms, at);
	text_bytes(text, at + 11, 8);
	text_str(text, " UTC");
}

static void put_gate(struct text *text, u32 gate)
{
	const struct closer *closer = gate_closer(gate);

	if (gate_is_open(gate) || !closer)
		return;
	text_str(text, "  stale: ");
	text_shown(text, gate_text(gate), FEEDBACK_SHOWN);
	text_str(text, " was opened ");
	put_clock(text, closer->opened_wall_ms);
	text_str(text, " and closed by ");
	text_str(text, op_name(closer->op));
	text_str(text, " of ");
	text_shown(text, (struct rein_bytes){ (const u8 *)closer->target, closer->target_bytes },
		   FEEDBACK_SHOWN);
	text_str(text, " (pid ");
	text_number(text, closer->pid);
	text_str(text, ", ");
	put_clock(text, closer->wall_ms);
	text_str(text, ")\n");
}

static void put_rule(struct text *text, const struct act *act)
{
	struct rein_clause clause = rein_get_clause(&engine.image, act->verdict.decisive);
	struct rein_rule rule = rein_get_rule(&engine.image, clause.rule);

	put_line(text, "rule", image_string(rule.name));
	put_line(text, "why", image_string(rule.reason));
	if (act->verdict.effect == REIN_NOTIFY)
		return;
	put_line(text, "next", image_string(clause.hint));
	for (u32 i = 0; i < clause.n_gates; i++)
		put_gate(text, rein_get_set_atom(&engine.image, clause.gates + i));
	if (act->verdict.effect == REIN_ASK)
		return;
	text_str(text, clause.n_gates ? "  retry: useful after that\n" : "  retry: not useful\n");
}

static u64 fingerprint(const void *bytes, u32 len, u64 hash)
{
	const u8 *at = bytes;

	for (u32 i = 0; i < len; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return hash;
}

/* A search along PATH tries the same program by several names. */
static u64 target_print(const struct act *act, u64 hash)
{
	struct rein_bytes name = act_target(act, 0);

	if (act_ops(act) & REIN_OP(REIN_EXEC) && act->known[0])
		hash = fingerprint(&act->objects[0], sizeof(act->objects[0]), hash);
	else
		hash = fingerprint(name.at, name.len, hash);
	return fingerprint(act->event.args.at, act->event.args.len, hash);
}

/* Whether the process heard it before, or heard enough. */
static bool was_told(struct proc *proc, u64 what)
{
	for (u32 i = 0; i < proc->n_told; i++) {
		if (proc->told[i] == what)
			return true;
	}
	if (proc->n_told == FEEDBACK_MAX)
		return true;
	proc->told[proc->n_told++] = what;
	return false;
}

static void finish(struct act *act, struct text *text, struct told *told)
{
	told->bytes = (u32)text->len;
	if (text->cut)
		told->text[told->bytes - 1] = '\n';
	if (!stderr_write(act->proc, told->text, told->bytes)) {
		engine.counters.feedback_unwritten++;
		told->bytes = 0;
	}
}

static const char *headline(const struct act *act)
{
	if (act->verdict.effect == REIN_NOTIFY)
		return "[rein] note: ";
	if (act->verdict.effect == REIN_KILL && act->proc->pid != engine.root)
		return "[rein] killed: ";
	return "[rein] blocked: ";
}

void feedback_decision(struct act *act, struct told *told)
{
	struct rein_clause clause = rein_get_clause(&engine.image, act->verdict.decisive);
	struct text text = TEXT_FIXED(told->text);
	u64 what = clause.rule * 8u + act->verdict.effect;

	told->bytes = 0;
	what = target_print(act, what);
	if (was_told(act->proc, what))
		return;
	text_str(&text, headline(act));
	put_event(&text, act);
	put_rule(&text, act);
	finish(act, &text, told);
}

void feedback_hold(struct act *act, struct told *told)
{
	struct text text = TEXT_FIXED(told->text);

	text_str(&text, "[rein] waiting for a person: ");
	put_event(&text, act);
	put_rule(&text, act);
	text_str(&text, "  hold: ");
	text_str(&text, act->hold->text);
	text_str(&text, ", until ");
	put_clock(&text, act->hold->expires_wall_ms);
	text_str(&text, "\n");
	finish(act, &text, told);
}

void feedback_ended(struct act *act, const char *word, struct rein_bytes reason, struct told *told)
{
	struct text text = TEXT_FIXED(told->text);

	text_str(&text, "[rein] ");
	text_str(&text, word);
	text_str(&text, ": ");
	put_event(&text, act);
	put_line(&text, "why", reason);
	finish(act, &text, told);
}

void feedback_guard(struct act *act, const char *why, struct told *told)
{
	struct text text = TEXT_FIXED(told->text);

	told->bytes = 0;
	if (was_told(act->proc, fingerprint(why, (u32)strlen(why), 1)))
		return;
	text_str(&text, "[rein] refused: ");
	text_str(&text, act->call->name);
	text_str(&text, "\n  why: ");
	text_str(&text, why);
	text_str(&text, "\n  retry: not useful\n");
	finish(act, &text, told);
}

void feedback_plain(struct act *act, const char *why)
{
	struct told told;

	feedback_guard(act, why, &told);
}
