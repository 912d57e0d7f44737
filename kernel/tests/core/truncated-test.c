/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows that ask for an argument, when argv was longer than the engine reads: ASSUME rows take an
 * unknown argument to be as they need it, the others take it not to be.
 */
#include "world.h"

static const char argv[] = "git\0known\0cut";

/* One row over the known argument ARG(0), the unread ARG(1), and the program. */
static u32 fires(u8 flags, u16 first, u16 second, int truncated)
{
	struct world *world = world_new();
	struct builder *builder = &world->builder;
	u32 effect;

	builder_name(builder, REIN_ARG, "known", ARG(0));
	builder_name(builder, REIN_ARG, "unread", ARG(1));
	builder_name(builder, REIN_ARG, "cut", ARG(2));
	builder_prefix(builder, REIN_ARG, "cu", ARG(3));
	builder_name(builder, REIN_PATH, "/bin/git", PATTERN(0));
	builder_name(builder, REIN_PATH, "/bin/hg", PATTERN(1));
	builder_row(builder, (struct row){ .ops = EXEC_ONLY,
					   .operand = REIN_BLOCK,
					   .flags = flags,
					   .owner = builder_clause(builder, REIN_BLOCK),
					   .literals = { first, second } });
	world_open(world);
	effect = ask_exec(world, "/bin/git", argv, sizeof(argv) - 1, truncated);
	world_free(world);
	return effect;
}

TEST(truncated_assume_fires_on_an_argument_that_was_not_read)
{
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), 0, 1), REIN_BLOCK);
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), PATTERN(0), 1), REIN_BLOCK);
	CHECK_EQ(fires(REIN_ROW_ASSUME, PATTERN(0), ARG(1), 1), REIN_BLOCK);
	CHECK_EQ(fires(REIN_ROW_ASSUME, NOT(ARG(1)), PATTERN(0), 1), REIN_BLOCK);
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), NOT(ARG(1)), 1), REIN_BLOCK);
}

TEST(truncated_assume_still_needs_everything_else)
{
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), PATTERN(1), 1), REIN_NONE);
	CHECK_EQ(fires(REIN_ROW_ASSUME, PATTERN(1), ARG(1), 1), REIN_NONE);
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), NOT(PATTERN(0)), 1), REIN_NONE);
}

TEST(truncated_what_was_read_is_known)
{
	CHECK_EQ(fires(REIN_ROW_ASSUME, NOT(ARG(0)), 0, 1), REIN_NONE);
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(0), ARG(1), 1), REIN_BLOCK);
	CHECK_EQ(fires(0, ARG(0), 0, 1), REIN_BLOCK);
	CHECK_EQ(fires(0, NOT(ARG(0)), 0, 1), REIN_NONE);
}

TEST(truncated_other_rows_need_to_know)
{
	CHECK_EQ(fires(0, ARG(1), 0, 1), REIN_NONE);
	CHECK_EQ(fires(0, NOT(ARG(1)), 0, 1), REIN_NONE);
	CHECK_EQ(fires(0, ARG(0), NOT(ARG(1)), 1), REIN_NONE);
}

TEST(truncated_changes_nothing_when_argv_is_whole)
{
	CHECK_EQ(fires(REIN_ROW_ASSUME, ARG(1), 0, 0), REIN_NONE);
	CHECK_EQ(fires(REIN_ROW_ASSUME, NOT(ARG(1)), 0, 0), REIN_BLOCK);
	CHECK_EQ(fires(0, NOT(ARG(1)), 0, 0), REIN_BLOCK);
}

TEST(truncated_a_cut_token_is_known_only_where_more_bytes_cannot_undo_it)
{
	CHECK_EQ(fires(0, ARG(2), 0, 0), REIN_BLOCK);
	CHECK_EQ(fires(0, ARG(2), 0, 1), REIN_NONE);
	CHECK_EQ(fires(REIN_ROW_ASSUME, NOT(ARG(2)), 0, 1), REIN_BLOCK);
	CHECK_EQ(fires(0, ARG(3), 0, 1), REIN_BLOCK);
}

TEST(truncated_a_source_adds_and_a_transform_does_not)
{
	struct world *world = world_new();
	struct builder *builder = &world->builder;

	builder_name(builder, REIN_ARG, "unread", ARG(1));
	builder_row(builder, (struct row){ .ops = EXEC_ONLY,
					   .action = REIN_ACT_ADD_LABEL,
					   .flags = REIN_ROW_ASSUME,
					   .operand = 2,
					   .literals = { ARG(1) } });
	builder_row(builder, (struct row){ .ops = EXEC_ONLY,
					   .action = REIN_ACT_DROP_LABEL,
					   .operand = 3,
					   .literals = { ARG(1) } });
	builder_row(builder, (struct row){ .ops = EXEC_ONLY,
					   .action = REIN_ACT_GATE_OPEN,
					   .operand = 4,
					   .literals = { ARG(1) } });
	builder_row(builder, (struct row){ .ops = EXEC_ONLY,
					   .action = REIN_ACT_GATE_CLOSE,
					   .flags = REIN_ROW_ASSUME,
					   .operand = 5,
					   .literals = { ARG(1) } });
	world_open(world);
	world->task.labels |= 1 << 3;
	ask_exec(world, "/bin/git", argv, sizeof(argv) - 1, 1);
	CHECK_EQ(world->verdict.next.labels, 3 | 1 << 2 | 1 << 3);
	CHECK_EQ(world->verdict.next.shield, 0);
	CHECK_EQ(world->verdict.opens[0], 0);
	CHECK_EQ(world->verdict.closes[0], 1 << 5);
	world_free(world);
}
