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

static struct budget budgets[] = {
	{ "writes=", "rein/budget-writes", REIN_OP(REIN_WRITE) | REIN_OP(REIN_UNLINK), 0 },
	{ "connects=", "rein/budget-connects", REIN_OP(REIN_CONNECT), 0 },
};
#define BUDGETS (sizeof(budgets) / sizeof(budgets[0]))

static u64 processes_max;

static bool read_count(const char *text, u64 *count)
{
	char *end;

	errno = 0;
	*count = strtoull(text, &end, 10);
	return !errno && *text >= '0' && *text <= '9' && !*end && *count;
}

bool budget_set(const char *text)
{
	static const char processes[] = "processes=";

	if (!strncmp(text, processes, sizeof(processes) - 1))
		return read_count(text + sizeof(processes) - 1, &processes_max);
	for (u32 i = 0; i < BUDGETS; i++) {
		size_t len = strlen(budgets[i].name);

		if (!strncmp(text, budgets[i].name, len))
			return read_count(text + len, &budgets[i].left);
	}
	return false;
}

bool budget_is_set(void)
{
	return processes_max || budgets[0].left || budgets[1].left;
}

static void used_up(const char *gate, const struct cause *cause)
{
	gates_open((struct rein_bytes){ (const u8 *)gate, (u32)strlen(gate) }, cause);
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
	for (u32 i = 0; i < BUDGETS; i++) {
		struct budget *budget = &budgets[i];

		if (!(ops & budget->ops) || !budget->left || is_nothing(cause->target))
			continue;
		if (!--budget->left)
			used_up(budget->gate, cause);
	}
}

bool budget_has_room(u32 processes, const struct cause *cause)
{
	if (!processes_max || processes <= processes_max)
		return true;
	used_up("rein/budget-processes", cause);
	return false;
}
