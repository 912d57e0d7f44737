/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations that wait for a person. The caller stays in its call; nothing else of it is held.
 */
#ifndef REIN_HOLDS_H
#define REIN_HOLDS_H

#include "base/sha256.h"
#include "base/text.h"
#include "decide/act.h"
#include "decide/feedback.h"

#define HOLD_TEXT 8

struct hold {
	u64 id;		      /* HOLD_DIGITS base32 digits as a number */
	char text[HOLD_TEXT]; /* the same as people type it */
	u8 digest[SHA256_BYTES];
	u64 since_wall_ms;
	u64 expires_wall_ms;
	u64 expires_ms;
	u64 detached_ms; /* its caller left the call for a signal handler at this time; 0: it waits
			  */
	bool approved;	 /* decided while it was detached */
	bool decided;
	struct told told; /* what the asking process was told */
	char reason[REASON_MAX];
	u32 reason_bytes;
};

enum hold_answer { HOLD_OK, HOLD_UNKNOWN, HOLD_CHANGED };

/* Keeps the act until somebody decides; or decides at once when nobody will. */
long hold(struct act *act);

/* A person decides. `by` says who. */
enum hold_answer hold_decide(u64 id, bool approve, struct rein_bytes reason, struct rein_bytes by);

/* The asking thread ended. */
void hold_abandoned(struct act *act);

/* The caller has a signal to take: it leaves the call and, if it comes back, waits on. */
void hold_detach(struct act *act);

/* Nobody is there to ask any more. */
void holds_orphaned(void);

/* Ends what has expired. Milliseconds until the next one does; -1: none waits. */
int holds_expire(void);

#endif
