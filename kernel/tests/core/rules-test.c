/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which clauses match, which of them decides, and what is reported.
 */
#include "world.h"

TEST(rules_the_strongest_effect_wins)
{
	struct world *world = world_new();

	builder_rule(&world->builder, REIN_NOTIFY, READ, 0, 0);
	builder_rule(&world->builder, REIN_BLOCK, READ, 0, 0);
	builder_rule(&world->builder, REIN_ASK, READ, 0, 0);
	builder_rule(&world->builder, REIN_BLOCK, READ, 0, 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_BLOCK);
	CHECK_EQ(world->verdict.decisive, 1);
	CHECK_EQ(world->verdict.n_matches, 4);
	CHECK_EQ(world->verdict.n_more, 0);
	for (u32 i = 0; i < 4; i++)
		CHECK_EQ(world->verdict.matches[i], i);
	world_free(world);
}

TEST(rules_the_first_of_the_strongest_decides_whatever_fires_first)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(40));
	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(2));
	builder_rule(&world->builder, REIN_ASK, READ, PATTERN(40), 0);
	builder_rule(&world->builder, REIN_ASK, READ, PATTERN(2), 0);
	builder_rule(&world->builder, REIN_ASK, READ, 0, 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_ASK);
	CHECK_EQ(world->verdict.decisive, 0);
	CHECK_EQ(world->verdict.n_matches, 3);
	world_free(world);
}

TEST(rules_a_clause_counts_once_over_rows_and_aspects)
{
	struct world *world = world_new();
	struct builder *builder = &world->builder;
	u32 clause = builder_clause(builder, REIN_BLOCK);

	builder_name(builder, REIN_PATH, "/a", PATTERN(0));
	builder_name(builder, REIN_PATH, "/b", PATTERN(1));
	for (u16 i = 0; i < 3; i++)
		builder_row(builder, (struct row){ .ops = WRITE,
						   .operand = REIN_BLOCK,
						   .owner = clause,
						   .literals = { (u16)PATTERN(i % 2) } });
	builder_rule(builder, REIN_NOTIFY, UNLINK, 0, 0);
	world_open(world);
	CHECK_EQ(ask_two(world, path(WRITE | UNLINK, "/a"), path(WRITE, "/b")), REIN_BLOCK);
	CHECK_EQ(world->verdict.n_matches, 2);
	CHECK_EQ(world->verdict.matches[0], 0);
	CHECK_EQ(world->verdict.matches[1], 1);
	CHECK_EQ(ask_two(world, path(WRITE, "/c"), path(WRITE, "/b")), REIN_BLOCK);
	CHECK_EQ(world->verdict.n_matches, 1);
	world_free(world);
}

TEST(rules_past_the_limit_are_counted)
{
	struct world *world = world_new();

	for (u32 i = 0; i < 200; i++)
		builder_rule(&world->builder, i == 150 ? REIN_KILL : REIN_NOTIFY,
			     i % 2 ? READ : READ | WRITE, 0, 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_KILL);
	CHECK_EQ(world->verdict.decisive, 150);
	CHECK_EQ(world->verdict.n_matches, REIN_MATCHES_MAX);
	CHECK_EQ(world->verdict.n_more, 200 - REIN_MATCHES_MAX);
	CHECK_EQ(world->verdict.matches[REIN_MATCHES_MAX - 1], REIN_MATCHES_MAX - 1);
	CHECK_EQ(ask_one(world, path(WRITE, "/a")), REIN_KILL);
	CHECK_EQ(world->verdict.n_more, 100 - REIN_MATCHES_MAX);
	CHECK_EQ(world->verdict.matches[REIN_MATCHES_MAX - 1], 2 * (REIN_MATCHES_MAX - 1));
	world_free(world);
}

TEST(rules_a_verdict_of_none_says_nothing_else)
{
	struct world *world = world_new();

	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_NONE);
	CHECK_EQ(world->verdict.n_matches, 0);
	CHECK_EQ(world->verdict.n_more, 0);
	CHECK_EQ(world->verdict.next.labels, world->task.labels);
	CHECK_EQ(world->verdict.object_labels[0], 0);
	world_free(world);
}

TEST(rules_only_the_aspects_that_count_are_asked)
{
	struct world *world = world_new();
	struct rein_event event = { .n_aspects = 1, .aspects = { path(READ, "/b") } };

	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	world_open(world);
	event.aspects[1] = path(READ, "/a");
	CHECK_EQ(ask(world, &event), REIN_NONE);
	event.n_aspects = 2;
	CHECK_EQ(ask(world, &event), REIN_BLOCK);
	event.n_aspects = 9;
	CHECK_EQ(ask(world, &event), REIN_BLOCK);
	event.n_aspects = 0;
	CHECK_EQ(ask(world, &event), REIN_NONE);
	world_free(world);
}

TEST(rules_a_second_decision_starts_afresh)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/a", PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	builder_rule(&world->builder, REIN_NOTIFY, READ, 0, 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(READ, "/b")), REIN_NOTIFY);
	CHECK_EQ(world->verdict.n_matches, 1);
	CHECK_EQ(world->verdict.matches[0], 1);
	world_free(world);
}
