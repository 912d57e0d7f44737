/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events for the record: contract/src/events.ts, one JSON object per frame.
 */
#ifndef REIN_REPORT_H
#define REIN_REPORT_H

#include "base/text.h"
#include "policy.h"
#include "tell/feedback.h"
#include "tell/gates.h"
#include "tell/guard.h"

/* How a person, or the clock, ended a hold. */
struct hold_end {
	const char *id;
	struct rein_bytes by;
	struct rein_bytes reason;
};

/* A policy that takes the place of the one in use: where it is from, by whom and why. */
struct policy_facts {
	struct rein_bytes name;
	struct rein_bytes by;
	struct rein_bytes reason;
	const u8 *image_digest; /* SHA256_BYTES */
};

/* `ended` is NULL unless a hold ended. */
void report_match(const struct deed *deed, const char *outcome, const struct told *told,
		  const struct hold_end *ended);
void report_hold(const struct deed *deed, const struct hold *hold);
/* The members of a hold event, for the control socket's list too. */
void report_hold_members(struct text *json, const struct deed *deed, const struct hold *hold);
void report_guard(const struct deed *deed, enum rein_guard guard, const struct told *told);
void report_gate(u32 gate, const struct cause *cause);
void report_label(pid_t pid, u64 gained, const struct cause *cause);

/* Puts into words that the policy is another one, its rules and clauses with it. False: that is too
 * long for an event. report_policy() sends what was made, once it is so. */
bool report_make_policy(const struct policy *next, const struct policy_facts *facts);
void report_policy(void);

#endif
