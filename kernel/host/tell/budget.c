// SPDX-License-Identifier: Apache-2.0
/*
 * What is counted is what was let through, once for each operation that was decided: an open for
 * writing counts as one however much is written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tell/budget.h"

struct budget {
	const char *name; /* as the option spells it */
	const char *gate; /* name of the approval that the gate waits for */
	u32 ops;
	u64 left; /* 0: used up, or not limited */
};

static struct budget budgets[REIN_BUDGETS] = {
	[REIN_BUDGET_WRITES] = { "writes=", "rein/budget-writes",
				 REIN_OP(REIN_WRITE) | REIN_OP(REIN_UNLINK), 0 },
	[REIN_BUDGET_CONNECTS] = { "connects=", "rein/budget-connects", REIN_OP(REIN_CONNECT), 0 },
	[REIN_BUDGET_PROCESSES] = { "processes=", "rein/budget-processes", 0, 0 },
};

static bool read_count(const char *text, u64 *count)
{
	char *end;

	errno = 0;
	*count = strtoull(text, &end, 10);
	return !errno && *text >= '0' && *text <= '9' && !*end && *count;
}

bool budget_set(const char *text)
{
	for (u32 i = 0; i < REIN_BUDGETS; i++) {
		size_t len = strlen(budgets[i].name);

		if (!strncmp(text, budgets[i].name, len))
			return read_count(text + len, &budgets[i].left);
	}
	return false;
}

bool budget_is_set(void)
{
	bool set = false;

	for (u32 i = 0; i < REIN_BUDGETS; i++)
		set = set || budgets[i].left;
	return set;
}

static struct rein_bytes gate_name(enum rein_budget_kind kind)
{
	const char *gate = budgets[kind].gate;

	return (struct rein_bytes){ (const u8 *)gate, (u32)strlen(gate) };
}

void budget_terms(enum rein_budget_kind kind, struct budget_terms *terms)
{
	terms->most = budgets[kind].left;
	gates_named(gate_name(kind), terms->opens);
}

/* Programs write there all the time, and change nothing; the rule spares them too. */
static bool is_nothing(struct rein_bytes path)
{
	static const char *const nothing[] = { "/dev/null", "/dev/tty" };

	for (u32 i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		if (path.len == strlen(nothing[i]) && !memcmp(path.at, nothing[i], path.len))
			return true;
	}
	return false;
}

void budget_spend(u32 ops, const struct cause *cause)
{
	for (u32 i = 0; i < REIN_BUDGETS; i++) {
		struct budget *budget = &budgets[i];

		if (!(ops & budget->ops) || !budget->left || is_nothing(cause->target))
			continue;
		if (!--budget->left)
			gates_open(gate_name(i), cause);
	}
}

bool budget_has_room(u32 processes, const struct cause *cause)
{
	u64 most = budgets[REIN_BUDGET_PROCESSES].left;

	if (!most || processes <= most)
		return true;
	gates_open(gate_name(REIN_BUDGET_PROCESSES), cause);
	return false;
}
