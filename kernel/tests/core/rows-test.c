/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a row fires: its operations, its literals, and where the index has it.
 */
#include "world.h"

#define BOTH ((u16)(READ | WRITE))

TEST(row_fires_only_on_its_operations)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, WRITE, PATTERN(0), 0);
	/* Makes the other operations concern the image too. */
	builder_rule(&world->builder, REIN_BLOCK, BOTH | UNLINK, PATTERN(63), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_NONE);
	CHECK_EQ(ask_one(world, path(WRITE, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(BOTH, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(WRITE | UNLINK, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(WRITE, "/b")), REIN_NONE);
	world_free(world);
}

TEST(row_without_a_positive_literal_is_found_by_each_of_its_operations)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(0));
	builder_rule(&world->builder, REIN_NOTIFY, BOTH, 0, 0);
	builder_rule(&world->builder, REIN_BLOCK, BOTH, NOT(PATTERN(0)), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_NOTIFY);
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(WRITE, "/b")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(BOTH, "/b")), REIN_BLOCK);
	CHECK_EQ(world->verdict.n_matches, 2);
	CHECK_EQ(ask_one(world, path(UNLINK, "/b")), REIN_NONE);
	world_free(world);
}

TEST(row_needs_every_literal)
{
	struct world *world = world_new();
	struct builder *builder = &world->builder;

	builder_name(builder, REIN_PATH, "/a", PATTERN(0));
	builder_prefix(builder, REIN_PATH, "/", PATTERN(1));
	builder_rule(builder, REIN_ASK, READ, PATTERN(1), NOT(PATTERN(0)));
	builder_rule(builder, REIN_BLOCK, READ, PATTERN(1), PATTERN(0));
	builder_rule(builder, REIN_KILL, READ, PATTERN(1), LABEL(5));
	builder_rule(builder, REIN_KILL, READ, PATTERN(1), GATE(5));
	builder_rule(builder, REIN_KILL, READ, PATTERN(1), LINEAGE(5));
	builder_rule(builder, REIN_KILL, READ, PATTERN(1), GATE(70));
	builder_rule(builder, REIN_KILL, READ, PATTERN(1), LINEAGE(70));
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_ASK);
	CHECK_EQ(ask_one(world, path(READ, "b")), REIN_NONE);
	world->task.labels |= 1 << 5;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_KILL);
	world->task.labels = 0;
	world->run.gates[0] = 1 << 5;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_KILL);
	world->run.gates[0] = 0;
	world->task.lineage[0] = 1 << 5;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_KILL);
	world->task.lineage[0] = 0;
	world->task.lineage[1] = 1 << 6;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_KILL);
	world->task.lineage[1] = 0;
	world->run.gates[1] = 1 << 6;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_KILL);
	world->run.gates[1] = 0;
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_ASK);
	world_free(world);
}

TEST(row_may_ask_for_an_operation_as_a_literal)
{
	struct world *world = world_new();

	/* Reading what is not written as well; atom 0 is exec's and ends a test's literals. */
	builder_rule(&world->builder, REIN_BLOCK, BOTH, REIN_READ, NOT(REIN_WRITE));
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(BOTH, "/a")), REIN_NONE);
	CHECK_EQ(ask_one(world, path(WRITE, "/a")), REIN_NONE);
	world_free(world);
}

TEST(row_of_every_name_is_asked)
{
	struct world *world = world_new();
	struct rein_aspect exec = path(EXEC, "./x");

	builder_name(&world->builder, REIN_PATH, "/bin/sh", PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, EXEC_ONLY, PATTERN(0), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, exec), REIN_NONE);
	exec.names[1] = text("/work/x");
	exec.names[2] = text("/bin/sh");
	exec.n_names = 3;
	CHECK_EQ(ask_one(world, exec), REIN_BLOCK);
	exec.n_names = 2;
	CHECK_EQ(ask_one(world, exec), REIN_NONE);
	world_free(world);
}

TEST(row_meets_a_tree_only_when_one_moves)
{
	struct world *world = world_new();
	struct rein_aspect moved = path(WRITE | UNLINK, "/src");

	builder_prefix(&world->builder, REIN_PATH, "/src/", PATTERN(0));
	builder_name(&world->builder, REIN_TREE, "/src", PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, WRITE, PATTERN(0), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, moved), REIN_NONE);
	moved.tree = 1;
	CHECK_EQ(ask_one(world, moved), REIN_BLOCK);
	world_free(world);
}

TEST(row_of_an_endpoint_is_met_by_its_address_or_its_name)
{
	static const u16 host[] = { 9999, PATTERN(3), PATTERN(1) };
	struct world *world = world_new();
	struct rein_aspect address = endpoint(CONNECT, "i-address");

	builder_name(&world->builder, REIN_ENDPOINT, "i-address", PATTERN(0));
	builder_name(&world->builder, REIN_PATH, "i-address", PATTERN(2));
	builder_rule(&world->builder, REIN_NOTIFY, CONNECT, PATTERN(0), 0);
	builder_rule(&world->builder, REIN_BLOCK, CONNECT, PATTERN(1), 0);
	builder_rule(&world->builder, REIN_KILL, CONNECT, PATTERN(2), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, address), REIN_NOTIFY);
	address.atoms = host;
	address.n_atoms = 2;
	CHECK_EQ(ask_one(world, address), REIN_NOTIFY);
	address.n_atoms = 3;
	CHECK_EQ(ask_one(world, address), REIN_BLOCK);
	address.key = REIN_KEY_PATH;
	CHECK_EQ(ask_one(world, address), REIN_KILL);
	CHECK_EQ(world->verdict.n_matches, 1);
	world_free(world);
}
