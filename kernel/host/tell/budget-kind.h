/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run may do so many times, shared with the hooks.
 */
#ifndef REIN_BUDGET_KIND_H
#define REIN_BUDGET_KIND_H

enum rein_budget_kind {
	REIN_BUDGET_WRITES,
	REIN_BUDGET_CONNECTS,
	REIN_BUDGET_PROCESSES, /* alive at the same time */
	REIN_BUDGETS,
};

#endif
