/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events for the record: contract/src/events.ts, one JSON object per frame.
 */
#ifndef REIN_REPORT_H
#define REIN_REPORT_H

#include "base/text.h"
#include "tell/feedback.h"
#include "tell/gates.h"
#include "tell/guard.h"

/* How a person, or the clock, ended a hold. */
struct hold_end {
	const char *id;
	struct rein_bytes by;
	struct rein_bytes reason;
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

#endif
