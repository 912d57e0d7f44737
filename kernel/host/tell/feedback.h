/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reason, on the stderr of the process that was refused, while it is still held: it stands in
 * the tool's own output, before the tool's own error line.
 */
#ifndef REIN_FEEDBACK_H
#define REIN_FEEDBACK_H

#include "base/text.h"
#include "tell/deed.h"

struct hold;

/* What there is to say. `bytes` is 0 when it was said before. */
struct told {
	char text[FEEDBACK_BYTES];
	u32 bytes;
	bool written; /* false: it could not be, or the process heard enough */
};

/* A decision that some clause matched: note, blocked, killed. Once per process, rule and target. */
void feedback_decision(const struct deed *deed, struct told *told);
/* An operation starts to wait for a person; kept in the hold. */
void feedback_hold(const struct deed *deed, struct hold *hold);
/* `[rein] WORD: OP of TARGET`, and a reason if there is one. */
void feedback_ended(const struct deed *deed, const char *word, struct rein_bytes reason,
		    struct told *told);
/* A refusal that no rule asked for: why. Counts as said once per process and reason. */
void feedback_plain(const struct deed *deed, const char *why);
void feedback_guard(const struct deed *deed, const char *why, struct told *told);

/* A target as people write it: a path, an endpoint; as a JSON string. */
void target_json(struct text *json, const struct deed *deed, u32 target);

#endif
