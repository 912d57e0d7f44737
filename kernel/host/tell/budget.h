/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often a run may do something. Past it a gate opens that a rule of Rein's own waits for
 * (govern/src/policy/budgets.ts): refusing and telling why is then the policy's.
 */
#ifndef REIN_BUDGET_H
#define REIN_BUDGET_H

#include "tell/budget-kind.h"
#include "tell/gates.h"

/* A host that counts by itself: what is to be counted. */
struct budget_terms {
	u64 most; /* 0: it is not limited */
	u64 opens[REIN_GATE_WORDS];
};
void budget_terms(enum rein_budget_kind kind, struct budget_terms *terms);

/* `writes=N`, `connects=N` or `processes=N`, N at least 1. false: it is none of them. */
bool budget_set(const char *text);

/* An operation went through. */
void budget_spend(u32 ops, const struct cause *cause);

/* There are so many processes, one of them new and made by `cause`. false: it must not be. */
bool budget_has_room(u32 processes, const struct cause *cause);

/* Whether anything is counted: not every tier does. */
bool budget_is_set(void);

#endif
