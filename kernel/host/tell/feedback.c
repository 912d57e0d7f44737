// SPDX-License-Identifier: Apache-2.0
/*
 * What is said to an agent. Paths, arguments and even a person's reason are data: shown, capped,
 * and each fact on a line of its own.
 */
#include <string.h>

#include "base/clock.h"
#include "core/access.h"
#include "host.h"
#include "tell/endpoint-text.h"
#include "tell/feedback.h"
#include "tell/gates.h"
#include "tell/stderr.h"

void target_json(struct text *json, const struct deed *deed, u32 target)
{
	char buffer[ENDPOINT_TEXT];
	struct text shown = TEXT_FIXED(buffer);

	if (!deed->endpoint) {
		text_json(json, deed->targets[target]);
		return;
	}
	endpoint_text(&shown, deed->targets[target]);
	text_json(json, text_view(&shown));
}

static void put_target(struct text *text, const struct deed *deed, u32 target)
{
	char buffer[ENDPOINT_TEXT];
	struct text shown = TEXT_FIXED(buffer);

	if (!deed->endpoint) {
		text_shown(text, deed->targets[target], FEEDBACK_SHOWN);
		return;
	}
	endpoint_text(&shown, deed->targets[target]);
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

/* `exec of git commit`, `read of /usr/bin/git`, `write of /a to /b`, `read of /a by git commit` */
static void put_event(struct text *text, const struct deed *deed)
{
	text_str(text, op_name(deed_op(deed)));
	text_str(text, " of ");
	if (deed_op(deed) == REIN_EXEC && deed->args.len)
		put_command(text, deed->args);
	else
		put_target(text, deed, 0);
	if (deed->n_targets > 1) {
		text_str(text, " to ");
		put_target(text, deed, 1);
	}
	if (deed_is_late(deed) && deed->running.len) {
		text_str(text, " by ");
		put_command(text, deed->running);
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

#define GAINED_SHOWN 4 /* labels: the rule stands below and must fit */

/* Why a clause about an exec speaks up at a read. */
static void put_gains(struct text *text, const struct deed *deed)
{
	const char *before = "  asked again: with this read the program carries ";
	u64 left = deed->gains;

	for (u32 i = 0; left && i < GAINED_SHOWN; left &= left - 1, i++) {
		u32 label = (u32)__builtin_ctzll(left);

		text_str(text, before);
		text_shown(text, image_string(rein_get_label(&engine.image, label)),
			   FEEDBACK_SHOWN);
		before = ", ";
	}
	text_str(text, left ? ", …\n" : "\n");
}

static void put_rule(struct text *text, const struct deed *deed)
{
	struct rein_clause clause = rein_get_clause(&engine.image, deed->decisive);
	struct rein_rule rule = rein_get_rule(&engine.image, clause.rule);

	if (deed_is_late(deed) && deed->gains)
		put_gains(text, deed);
	put_line(text, "rule", image_string(rule.name));
	put_line(text, "why", image_string(rule.reason));
	if (deed->effect == REIN_NOTIFY)
		return;
	put_line(text, "next", image_string(clause.hint));
	for (u32 i = 0; i < clause.n_gates; i++)
		put_gate(text, rein_get_set_atom(&engine.image, clause.gates + i));
	if (deed->effect == REIN_ASK)
		return;
	text_str(text, clause.n_gates ? "  retry: useful after that\n" : "  retry: not useful\n");
}

enum hearing { NEW, ENOUGH, SAID };

/* Whether the process heard it before, or heard enough. */
static enum hearing hears(struct told_before *before, u64 what)
{
	for (u32 i = 0; i < before->n; i++) {
		if (before->prints[i] == what)
			return SAID;
	}
	if (before->n == FEEDBACK_MAX)
		return ENOUGH;
	before->prints[before->n++] = what;
	return NEW;
}

static void finish(const struct deed *deed, struct text *text, enum hearing hearing,
		   struct told *told)
{
	told->bytes = (u32)text->len;
	if (text->cut)
		told->text[told->bytes - 1] = '\n';
	told->written = hearing == NEW && stderr_write(engine.host->stderr_of(deed), told->text,
						       told->bytes);
	if (hearing == NEW && !told->written)
		engine.counters.feedback_unwritten++;
}

static const char *headline(const struct deed *deed)
{
	if (deed->effect == REIN_NOTIFY)
		return "[rein] note: ";
	return deed->ended || (deed->effect == REIN_KILL && !deed->spared) ? "[rein] killed: "
									   : "[rein] blocked: ";
}

void feedback_decision(const struct deed *deed, struct told *told)
{
	struct rein_clause clause = rein_get_clause(&engine.image, deed->decisive);
	struct text text = TEXT_FIXED(told->text);
	u32 rule = engine.first_clause + clause.rule; /* of all policies that the run had */
	enum hearing hearing = hears(deed->before, deed_print(deed, rule * 8u + deed->effect));

	told->bytes = 0;
	if (hearing == SAID)
		return;
	text_str(&text, headline(deed));
	put_event(&text, deed);
	put_rule(&text, deed);
	finish(deed, &text, hearing, told);
}

void feedback_hold(const struct deed *deed, struct hold *hold)
{
	struct text text = TEXT_FIXED(hold->told.text);

	text_str(&text, "[rein] waiting for a person: ");
	put_event(&text, deed);
	put_rule(&text, deed);
	text_str(&text, "  hold: ");
	text_str(&text, hold->text);
	text_str(&text, ", until ");
	put_clock(&text, hold->expires_wall_ms);
	text_str(&text, "\n");
	finish(deed, &text, NEW, &hold->told);
}

void feedback_ended(const struct deed *deed, const char *word, struct rein_bytes reason,
		    struct told *told)
{
	struct text text = TEXT_FIXED(told->text);

	text_str(&text, "[rein] ");
	text_str(&text, word);
	text_str(&text, ": ");
	put_event(&text, deed);
	put_line(&text, "why", reason);
	finish(deed, &text, NEW, told);
}

void feedback_guard(const struct deed *deed, const char *why, struct told *told)
{
	struct text text = TEXT_FIXED(told->text);
	enum hearing hearing = hears(deed->before, print_of(why, (u32)strlen(why), 1));

	told->bytes = 0;
	if (hearing == SAID)
		return;
	text_str(&text, "[rein] refused: ");
	text_str(&text, deed->call);
	text_str(&text, "\n  why: ");
	text_str(&text, why);
	text_str(&text, "\n  retry: not useful\n");
	finish(deed, &text, hearing, told);
}

void feedback_plain(const struct deed *deed, const char *why)
{
	struct told told;

	feedback_guard(deed, why, &told);
}
