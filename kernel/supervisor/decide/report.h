/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events for the record: contract/src/events.ts, one JSON object per frame.
 */
#ifndef REIN_REPORT_H
#define REIN_REPORT_H

#include "base/text.h"
#include "decide/act.h"
#include "decide/feedback.h"
#include "decide/gates.h"

/* How a person, or the clock, ended a hold. */
struct hold_end {
	const char *id;
	struct rein_bytes by;
	struct rein_bytes reason;
};

/* `ended` is NULL unless a hold ended. */
void report_match(const struct act *act, const char *outcome, const struct told *told,
		  const struct hold_end *ended);
void report_hold(const struct act *act, const struct told *told);
/* The members of a hold event, for the control socket's list too. */
void report_hold_members(struct text *json, const struct act *act, const struct told *told);
void report_guard(const struct act *act, enum rein_guard guard, const struct told *told);
void report_gate(u32 gate, const struct cause *cause);
void report_label(const struct proc *proc, u64 gained, const struct cause *cause);

const char *op_name(enum rein_op op);

#endif
