/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exec clauses that ask for a label which the program gains only when it runs.
 */
#include "world.h"

#define GIT PATTERN(1)
#define SECRET 2
#define OTHER 3
#define LABELLED(label) (1ull << (label))

/* `block exec "git" if SECRET or OTHER unless GATE(0)`, and what stands of it. */
static u32 add_clause(struct world *world, enum rein_effect effect)
{
	struct builder *builder = &world->builder;
	u32 clause = builder_rule(builder, effect, EXEC_ONLY, GIT, LABEL(SECRET));

	builder_row(builder, (struct row){ EXEC_ONLY, REIN_ACT_STAND, 0, 0, 0, { GIT } });
	for (u16 label = SECRET; label <= OTHER; label++)
		builder_row(builder,
			    (struct row){ READ,
					  REIN_ACT_STANDING_RULE,
					  0,
					  (u16)effect,
					  clause,
					  { STANDING(0), (u16)LABEL(label), NOT(GATE(0)) } });
	return clause;
}

static struct world *running(enum rein_effect effect, const char *program)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/git", GIT);
	add_clause(world, effect);
	world_open(world);
	act_one(world, path(EXEC, program));
	return world;
}

static u32 reads(struct world *world, u64 labels)
{
	struct rein_aspect aspect = path(READ, "/index");

	aspect.labels = labels;
	return ask_one(world, aspect);
}

TEST(standing_clause_is_asked_again_when_its_program_gains_a_label)
{
	struct world *world = running(REIN_BLOCK, "/git");

	CHECK_EQ(reads(world, 0), REIN_NONE);
	CHECK_EQ(reads(world, LABELLED(4)), REIN_NONE);
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_BLOCK);
	CHECK_EQ(world->verdict.n_matches, 1);
	CHECK_EQ(world->verdict.decisive, 0);
	world_free(world);
}

TEST(standing_clause_of_another_program_is_not_asked)
{
	struct world *world = running(REIN_BLOCK, "/sh");

	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_NONE);
	world_free(world);
}

TEST(standing_clause_that_held_before_is_not_asked_again)
{
	struct world *world = running(REIN_ASK, "/git");

	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_ASK);
	rein_commit(&world->run, &world->task, &world->verdict);
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_NONE);
	CHECK_EQ(reads(world, LABELLED(OTHER)), REIN_NONE);
	world_free(world);
}

TEST(standing_clause_sees_gates_as_they_are_at_the_read)
{
	struct world *world = running(REIN_BLOCK, "/git");

	world->run.gates[0] = 1;
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_NONE);
	world->run.gates[0] = 0;
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_BLOCK);
	world_free(world);
}

TEST(what_stands_is_inherited_and_ends_with_the_next_exec)
{
	struct world *world = running(REIN_BLOCK, "/git");
	struct rein_task parent = world->task;

	rein_fork(&parent, &world->task);
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_BLOCK);
	act_one(world, path(EXEC, "/sh"));
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_NONE);
	world->task = parent;
	CHECK_EQ(reads(world, LABELLED(SECRET)), REIN_BLOCK);
	world_free(world);
}

TEST(standing_clause_is_asked_where_a_label_comes_without_a_call)
{
	struct world *world = running(REIN_NOTIFY, "/git");

	rein_decide_gain(&world->image, &world->run, &world->task, LABELLED(SECRET), &world->bits,
			 &world->verdict);
	CHECK_EQ(world->verdict.effect, REIN_NOTIFY);
	CHECK_EQ(world->verdict.next.labels, world->task.labels | LABELLED(SECRET));
	world->task.shield = LABELLED(SECRET);
	rein_decide_gain(&world->image, &world->run, &world->task, LABELLED(SECRET), &world->bits,
			 &world->verdict);
	CHECK_EQ(world->verdict.effect, REIN_NONE);
	world_free(world);
}
