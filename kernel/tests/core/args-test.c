/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching argv, known whole.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

/* Clause i blocks when an argument meets pattern i. */
static struct world *args_world(void)
{
	struct world *world = world_new();
	struct builder *builder = &world->builder;

	builder_name(builder, REIN_ARG, "push", ARG(0));
	builder_prefix(builder, REIN_ARG, "--force", ARG(1));
	builder_cut(builder, REIN_ARG);
	builder_name(builder, REIN_ARG, "", ARG(2));
	builder_prefix(builder, REIN_ARG, "/opt/", ARG(3));
	for (u16 i = 0; i < 4; i++)
		builder_rule(builder, REIN_BLOCK, EXEC_ONLY, ARG(i), 0);
	world_open(world);
	return world;
}

/* Bits of the clauses that fire. */
static u32 fired(struct world *world, const char *argv, u32 bytes, int truncated)
{
	u32 clauses = 0;

	ask_exec(world, "/bin/git", argv, bytes, truncated);
	for (u32 i = 0; i < world->verdict.n_matches; i++)
		clauses |= 1u << world->verdict.matches[i];
	return clauses;
}

#define FIRED(world, argv) fired(world, argv, sizeof(argv) - 1, 0)

TEST(args_each_token_after_the_first_is_matched)
{
	struct world *world = args_world();

	CHECK_EQ(FIRED(world, "git\0push\0"), 1);
	CHECK_EQ(FIRED(world, "git\0-q\0--force-with-lease\0push\0"), 3);
	CHECK_EQ(FIRED(world, "git\0pull\0"), 0);
	CHECK_EQ(FIRED(world, "git\0pushed\0"), 0);
	CHECK_EQ(FIRED(world, "git\0pus\0h\0"), 0);
	world_free(world);
}

TEST(args_the_first_token_is_no_argument)
{
	struct world *world = args_world();

	CHECK_EQ(FIRED(world, "push\0"), 0);
	CHECK_EQ(FIRED(world, "--force\0pull\0"), 0);
	CHECK_EQ(FIRED(world, "\0push\0"), 1);
	CHECK_EQ(FIRED(world, ""), 0);
	world_free(world);
}

TEST(args_an_empty_token_is_a_token)
{
	struct world *world = args_world();

	CHECK_EQ(FIRED(world, "git\0"), 0);
	CHECK_EQ(FIRED(world, "git\0\0"), 4);
	CHECK_EQ(FIRED(world, "git\0\0push\0"), 5);
	world_free(world);
}

TEST(args_a_last_token_without_its_nul_counts_when_argv_is_whole)
{
	struct world *world = args_world();

	CHECK_EQ(FIRED(world, "git\0push"), 1);
	CHECK_EQ(FIRED(world, "git"), 0);
	world_free(world);
}

TEST(args_the_script_is_an_argument_of_its_interpreter)
{
	struct world *world = args_world();
	struct rein_event event = {
		.n_aspects = 1,
		.aspects = { path(EXEC, "/bin/sh") },
		.args = { (const u8 *)"sh\0", 3 },
		.extra_arg = text("/opt/run.sh"),
	};

	CHECK_EQ(ask(world, &event), REIN_BLOCK);
	CHECK_EQ(world->verdict.decisive, 3);
	event.extra_arg = text("");
	CHECK_EQ(ask(world, &event), REIN_NONE);
	world_free(world);
}

TEST(args_are_false_on_what_is_not_an_exec)
{
	struct world *world = world_new();
	struct rein_event event = {
		.n_aspects = 1,
		.args_truncated = 1,
		.aspects = { path(READ, "/bin/git") },
		.args = { (const u8 *)"git\0push\0", 9 },
	};

	builder_name(&world->builder, REIN_ARG, "push", ARG(0));
	builder_row(&world->builder,
		    (struct row){ .ops = READ,
				  .operand = REIN_BLOCK,
				  .flags = REIN_ROW_ASSUME,
				  .owner = builder_clause(&world->builder, REIN_BLOCK),
				  .literals = { ARG(0) } });
	builder_rule(&world->builder, REIN_NOTIFY, READ, NOT(ARG(0)), 0);
	world_open(world);
	CHECK_EQ(ask(world, &event), REIN_NOTIFY);
	world_free(world);
}

TEST(args_past_the_limit_are_truncated)
{
	struct world *world = world_new();
	u8 *argv = calloc(1, REIN_ARGV_MAX + 1);
	struct rein_event event = {
		.n_aspects = 1,
		.aspects = { path(EXEC, "/bin/git") },
		.args = { argv, REIN_ARGV_MAX },
	};

	memset(argv, 'a', REIN_ARGV_MAX + 1);
	argv[3] = 0;
	builder_name(&world->builder, REIN_ARG, "push", ARG(0));
	builder_row(&world->builder,
		    (struct row){ .ops = EXEC_ONLY,
				  .operand = REIN_BLOCK,
				  .flags = REIN_ROW_ASSUME,
				  .owner = builder_clause(&world->builder, REIN_BLOCK),
				  .literals = { ARG(0) } });
	world_open(world);
	CHECK_EQ(ask(world, &event), REIN_NONE);
	event.args.len++;
	CHECK_EQ(ask(world, &event), REIN_BLOCK);
	free(argv);
	world_free(world);
}
