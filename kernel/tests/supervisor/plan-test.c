// SPDX-License-Identifier: Apache-2.0
/*
 * Whether a command line is the one that was decided about.
 */
#include <stdlib.h>
#include <string.h>

#include "exec/plan.h"
#include "tests/test.h"

static struct plan *plan_of(const char *head, u32 head_bytes, const char *argv, u32 argv_bytes,
			    u32 skip)
{
	struct plan *plan = calloc(1, sizeof(*plan) + argv_bytes);

	if (!plan)
		abort();
	memcpy(plan->head, head, head_bytes);
	plan->head_bytes = head_bytes;
	memcpy(plan->argv, argv, argv_bytes);
	plan->argv_bytes = argv_bytes;
	plan->skip_bytes = skip;
	return plan;
}

#define IS_LINE(plan, line) plan_is_line(plan, line, sizeof(line) - 1)

TEST(plan_of_a_program)
{
	struct plan *plan = plan_of("", 0, "git\0push\0", 9, 0);

	CHECK(IS_LINE(plan, "git\0push\0"));
	CHECK(!IS_LINE(plan, "git\0push\0--force\0"));
	CHECK(!IS_LINE(plan, "git\0pull\0"));
	CHECK(!IS_LINE(plan, "git\0"));
	CHECK(!IS_LINE(plan, ""));
	free(plan);
}

TEST(plan_of_a_script)
{
	struct plan *plan = plan_of("/bin/sh\0-e\0./x\0", 15, "x\0one\0", 6, 2);

	CHECK(IS_LINE(plan, "/bin/sh\0-e\0./x\0one\0"));
	CHECK(!IS_LINE(plan, "/bin/sh\0-e\0./y\0one\0"));
	CHECK(!IS_LINE(plan, "x\0one\0"));
	free(plan);
}

TEST(plan_of_more_than_is_kept)
{
	struct plan *plan = plan_of("", 0, "a\0bbbb", 6, 0);

	plan->truncated = true;
	CHECK(IS_LINE(plan, "a\0bbbb"));
	CHECK(IS_LINE(plan, "a\0bbbbb\0c\0"));
	CHECK(!IS_LINE(plan, "a\0bbbc"));
	free(plan);
}
