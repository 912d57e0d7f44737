/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gates: what opens and closes them, and when a rule sees it.
 */
#include "world.h"

static void gate_row(struct world *world, u16 ops, u8 action, u16 operand, u16 atom)
{
	builder_row(&world->builder, (struct row){ .ops = ops,
						   .action = action,
						   .operand = operand,
						   .literals = { atom } });
}

/* Gate 0 opens by /test and closes by writes; a push needs it. Gate 1 opens and closes by /both. */
static struct world *gates_world(void)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/test", PATTERN(0));
	builder_name(&world->builder, REIN_PATH, "/push", PATTERN(1));
	builder_name(&world->builder, REIN_PATH, "/both", PATTERN(2));
	gate_row(world, EXEC_ONLY, REIN_ACT_GATE_OPEN, 0, PATTERN(0));
	gate_row(world, WRITE, REIN_ACT_GATE_CLOSE, 0, 0);
	gate_row(world, EXEC_ONLY, REIN_ACT_GATE_OPEN, 1, PATTERN(2));
	gate_row(world, EXEC_ONLY, REIN_ACT_GATE_CLOSE, 1, PATTERN(2));
	builder_rule(&world->builder, REIN_BLOCK, EXEC_ONLY, PATTERN(1), NOT(GATE(0)));
	builder_rule(&world->builder, REIN_NOTIFY, EXEC_ONLY, PATTERN(0), GATE(0));
	world_open(world);
	return world;
}

TEST(gates_open_and_go_stale)
{
	struct world *world = gates_world();

	CHECK_EQ(act_one(world, path(EXEC, "/push")), REIN_BLOCK);
	act_one(world, path(EXEC, "/test"));
	CHECK(gate_is_open(world, 0));
	CHECK_EQ(act_one(world, path(EXEC, "/push")), REIN_NONE);
	act_one(world, path(WRITE, "/src"));
	CHECK(!gate_is_open(world, 0));
	CHECK_EQ(act_one(world, path(EXEC, "/push")), REIN_BLOCK);
	world_free(world);
}

TEST(gates_are_asked_as_they_stood_before_the_event)
{
	struct world *world = gates_world();

	CHECK_EQ(ask_one(world, path(EXEC, "/test")), REIN_NONE);
	CHECK_EQ(world->verdict.opens[0], 1);
	CHECK(!gate_is_open(world, 0));
	act_one(world, path(EXEC, "/test"));
	CHECK_EQ(ask_one(world, path(EXEC, "/test")), REIN_NOTIFY);
	world_free(world);
}

TEST(gates_that_an_event_closes_and_opens_stay_open)
{
	struct world *world = gates_world();

	act_one(world, path(EXEC, "/both"));
	CHECK_EQ(world->verdict.opens[0], 2);
	CHECK_EQ(world->verdict.closes[0], 2);
	CHECK(gate_is_open(world, 1));
	world_free(world);
}

TEST(gates_are_opened_by_the_exit_that_was_armed)
{
	struct world *world = world_new();
	struct rein_task child;
	u64 opens[REIN_GATE_WORDS];

	builder_name(&world->builder, REIN_PATH, "/pytest", PATTERN(0));
	builder_exit(&world->builder, 3, 1);
	gate_row(world, EXEC_ONLY, REIN_ACT_ARM_EXIT, (u16)builder_exit(&world->builder, 2, 0),
		 PATTERN(0));
	gate_row(world, EXEC_ONLY, REIN_ACT_ARM_EXIT, 0, PATTERN(0));
	gate_row(world, WRITE, REIN_ACT_GATE_CLOSE, 2, 0);
	world_open(world);
	act_one(world, path(EXEC, "/pytest"));
	CHECK_EQ(world->task.exits[0], 3);
	/* Another program in the same process keeps what was armed; a child does not get it. */
	act_one(world, path(EXEC, "/python"));
	CHECK_EQ(world->task.exits[0], 3);
	rein_fork(&world->task, &child);
	rein_exit(&world->image, &world->run, &child, 0, opens);
	CHECK_EQ(opens[0], 0);
	/* There is nothing to close yet. */
	act_one(world, path(WRITE, "/src"));
	rein_exit(&world->image, &world->run, &world->task, -1, opens);
	CHECK_EQ(opens[0], 0);
	rein_exit(&world->image, &world->run, &world->task, 2, opens);
	CHECK_EQ(opens[0], 0);
	rein_exit(&world->image, &world->run, &world->task, 0, opens);
	CHECK_EQ(opens[0], 1 << 2);
	CHECK(gate_is_open(world, 2));
	rein_exit(&world->image, &world->run, &world->task, 0, opens);
	CHECK_EQ(opens[0], 0);
	rein_exit(&world->image, &world->run, &world->task, 1, opens);
	CHECK_EQ(opens[0], 1 << 3);
	CHECK(gate_is_open(world, 2));
	world_free(world);
}

TEST(gates_are_opened_by_a_person)
{
	struct world *world = gates_world();

	rein_approve(&world->run, 0);
	CHECK_EQ(ask_one(world, path(EXEC, "/push")), REIN_NONE);
	rein_approve(&world->run, REIN_GATES_MAX - 1);
	CHECK(gate_is_open(world, REIN_GATES_MAX - 1));
	rein_approve(&world->run, REIN_GATES_MAX);
	act_one(world, path(WRITE, "/src"));
	CHECK(!gate_is_open(world, 0));
	world_free(world);
}
