/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reason, on the stderr of the process that was refused, while it is still held: it stands in
 * the tool's own output, before the tool's own error line.
 */
#ifndef REIN_FEEDBACK_H
#define REIN_FEEDBACK_H

#include "base/text.h"
#include "decide/act.h"

/* What was written. `bytes` is 0 when it could not be, or was said before. */
struct told {
	char text[FEEDBACK_BYTES];
	u32 bytes;
};

/* A decision that some clause matched: note, blocked, killed. Once per process, rule and target. */
void feedback_decision(struct act *act, struct told *told);
/* An operation starts to wait for a person. */
void feedback_hold(struct act *act, struct told *told);
/* `[rein] WORD: OP of TARGET`, and a reason if there is one. */
void feedback_ended(struct act *act, const char *word, struct rein_bytes reason, struct told *told);
/* A refusal that no rule asked for: why. Counts as said once per process and reason. */
void feedback_plain(struct act *act, const char *why);
void feedback_guard(struct act *act, const char *why, struct told *told);

/* What the event's object is called: a path, an endpoint; as a JSON string. */
void act_target_shown(struct text *json, const struct act *act, u32 aspect);

#endif
