/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations that wait for a person: what is the same of them in every host.
 */
#ifndef REIN_HOLD_H
#define REIN_HOLD_H

#include "base/sha256.h"
#include "holds/hold-id.h"
#include "tell/feedback.h"

struct hold {
	struct hold *next;
	struct hold *prev;
	void *of; /* what the host keeps of the operation */

	u64 id;		      /* HOLD_DIGITS base32 digits as a number */
	char text[HOLD_TEXT]; /* the same as people type it */
	u8 digest[SHA256_BYTES];
	u64 since_wall_ms;
	u64 expires_wall_ms;
	u64 expires_ms;
	struct told told; /* what the asking process was told */

	/* Decided, and the operation has not come for it yet. */
	bool decided;
	bool approved;
	char reason[REASON_MAX];
	u32 reason_bytes;
	char by[HOLD_BY_MAX];
	u32 by_bytes;
};

enum hold_answer { HOLD_OK, HOLD_UNKNOWN, HOLD_CHANGED };

/* From now until engine.ask_seconds have passed. NULL: too many wait. */
struct hold *hold_new(void *of, const u8 digest[SHA256_BYTES]);
void hold_free(struct hold *hold);

struct hold *hold_find(u64 id);
bool holds_any(void);
/* `visit` may free the hold it is given. */
void holds_each(void (*visit)(struct hold *hold));

void hold_note(struct hold *hold, bool approved, struct rein_bytes reason, struct rein_bytes by);
struct rein_bytes hold_reason(const struct hold *hold);
struct rein_bytes hold_by(const struct hold *hold);

#endif
