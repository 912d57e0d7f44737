/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels: where they come from, where they go, what keeps them off, and what rules see of it.
 * Labels 0 and 1 are built in.
 */
#include "world.h"

#define BUILT_IN 3u
#define BIT(n) (1ull << (n))

static void source(struct world *world, u16 ops, u16 label, u16 atom)
{
	builder_row(&world->builder, (struct row){ .ops = ops,
						   .action = REIN_ACT_ADD_LABEL,
						   .flags = REIN_ROW_OBJECT,
						   .operand = label,
						   .literals = { atom } });
}

static void on_exec(struct world *world, u8 action, u16 operand, u16 atom)
{
	builder_row(&world->builder, (struct row){ .ops = EXEC_ONLY,
						   .action = action,
						   .operand = operand,
						   .literals = { atom } });
}

static struct rein_aspect labelled(struct rein_aspect aspect, u64 labels)
{
	aspect.labels = labels;
	return aspect;
}

TEST(flow_a_process_starts_with_the_built_in_labels)
{
	struct world *world = world_new();

	world_open(world);
	CHECK_EQ(world->task.labels, BUILT_IN);
	CHECK_EQ(world->task.shield, 0);
	world_free(world);
}

TEST(flow_reading_and_receiving_bring_the_objects_labels)
{
	struct world *world = world_new();

	world_open(world);
	ask_one(world, labelled(path(READ, "/a"), BIT(4)));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(4));
	ask_one(world, labelled(path(EXEC, "/a"), BIT(5)));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(5));
	ask_one(world, labelled(endpoint(RECV, "i"), BIT(6)));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(6));
	ask_one(world, labelled(path(WRITE | UNLINK, "/a"), BIT(4)));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN);
	ask_one(world, labelled(endpoint(CONNECT, "i"), BIT(4)));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN);
	world_free(world);
}

TEST(flow_writing_and_connecting_give_the_subjects_flowing_labels)
{
	struct world *world = world_new();

	world_open(world);
	world->task.labels |= BIT(4);
	ask_one(world, path(WRITE, "/a"));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	ask_one(world, endpoint(CONNECT, "i"));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	ask_one(world, path(READ, "/a"));
	CHECK_EQ(world->verdict.object_labels[0], 0);
	ask_two(world, path(WRITE | UNLINK, "/a"), path(WRITE, "/b"));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	CHECK_EQ(world->verdict.object_labels[1], BIT(4));
	ask_one(world, labelled(path(READ | WRITE, "/a"), BIT(5)));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4) | BIT(5));
	world_free(world);
}

TEST(flow_a_source_labels_the_object_before_the_rules_are_asked)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/key", PATTERN(0));
	source(world, READ | WRITE, 4, PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, READ, LABEL(4), 0);
	builder_rule(&world->builder, REIN_ASK, WRITE, LABEL(4), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/key")), REIN_BLOCK);
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(4));
	CHECK_EQ(ask_one(world, path(WRITE, "/key")), REIN_NONE);
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	CHECK_EQ(world->verdict.next.labels, BUILT_IN);
	CHECK_EQ(ask_one(world, path(READ, "/other")), REIN_NONE);
	CHECK_EQ(ask_two(world, path(WRITE, "/other"), path(WRITE, "/key")), REIN_NONE);
	CHECK_EQ(world->verdict.object_labels[0], 0);
	CHECK_EQ(world->verdict.object_labels[1], BIT(4));
	world_free(world);
}

TEST(flow_no_object_gets_a_built_in_label)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/key", PATTERN(0));
	source(world, READ | WRITE, 0, PATTERN(0));
	source(world, READ | WRITE, 4, PATTERN(0));
	world_open(world);
	ask_one(world, path(READ | WRITE, "/key"));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	world_free(world);
}

TEST(flow_a_source_by_exec_labels_the_subject)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/curl", PATTERN(0));
	on_exec(world, REIN_ACT_ADD_LABEL, 4, PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, EXEC_ONLY, LABEL(4), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(EXEC, "/curl")), REIN_BLOCK);
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(4));
	CHECK_EQ(world->verdict.object_labels[0], 0);
	CHECK_EQ(ask_one(world, path(READ, "/curl")), REIN_NONE);
	world_free(world);
}

static struct world *redactor_world(void)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/redact", PATTERN(0));
	builder_name(&world->builder, REIN_PATH, "/secret", PATTERN(1));
	builder_name(&world->builder, REIN_PATH, "/gain", PATTERN(2));
	source(world, READ | WRITE | UNLINK, 4, PATTERN(1));
	on_exec(world, REIN_ACT_DROP_LABEL, 4, PATTERN(0));
	on_exec(world, REIN_ACT_DROP_LABEL, 0, PATTERN(0));
	on_exec(world, REIN_ACT_ADD_LABEL, 4, PATTERN(2));
	builder_rule(&world->builder, REIN_BLOCK, WRITE, LABEL(4), 0);
	builder_rule(&world->builder, REIN_NOTIFY, EXEC_ONLY, LABEL(4), 0);
	world_open(world);
	return world;
}

TEST(flow_a_declassifier_drops_the_label_and_is_shielded_from_it)
{
	struct world *world = redactor_world();

	act_one(world, path(READ, "/secret"));
	CHECK_EQ(world->task.labels, BUILT_IN | BIT(4));
	CHECK_EQ(ask_one(world, path(WRITE, "/clean")), REIN_BLOCK);
	/* The exec is asked with the labels that it would have. */
	CHECK_EQ(act_one(world, path(EXEC, "/redact")), REIN_NONE);
	CHECK_EQ(world->task.labels, BUILT_IN);
	CHECK_EQ(world->task.shield, BIT(4));
	act_one(world, path(READ, "/secret"));
	CHECK_EQ(world->task.labels, BUILT_IN);
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	CHECK_EQ(ask_one(world, path(WRITE, "/clean")), REIN_NONE);
	CHECK_EQ(world->verdict.object_labels[0], 0);
	world_free(world);
}

TEST(flow_a_shield_wins_over_labels_gained_in_the_same_exec)
{
	struct world *world = redactor_world();
	struct rein_aspect exec = labelled(path(EXEC, "/redact"), BIT(4));

	exec.names[1] = text("/gain");
	exec.names[2] = text("/secret");
	exec.n_names = 3;
	CHECK_EQ(act_one(world, exec), REIN_NONE);
	CHECK_EQ(world->task.labels, BUILT_IN);
	CHECK_EQ(world->task.shield, BIT(4));
	world_free(world);
}

TEST(flow_what_a_source_or_an_endorsement_gives_by_name_passes_a_shield)
{
	struct world *world = redactor_world();

	act_one(world, path(EXEC, "/redact"));
	CHECK_EQ(act_one(world, path(EXEC, "/gain")), REIN_NOTIFY);
	CHECK_EQ(world->task.labels, BUILT_IN | BIT(4));
	/* It stays, though the shield does too. */
	act_one(world, path(READ, "/other"));
	CHECK_EQ(world->task.labels, BUILT_IN | BIT(4));
	/* And a declassifier drops it again. */
	act_one(world, path(EXEC, "/redact"));
	CHECK_EQ(world->task.labels, BUILT_IN);
	world_free(world);
}

TEST(flow_lineage_is_gained_before_the_rules_and_inherited)
{
	struct world *world = world_new();
	struct rein_task child;

	builder_name(&world->builder, REIN_PATH, "/make", PATTERN(0));
	on_exec(world, REIN_ACT_LINEAGE, 7, PATTERN(0));
	builder_rule(&world->builder, REIN_BLOCK, EXEC_ONLY, LINEAGE(7), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(EXEC, "/cc")), REIN_NONE);
	CHECK_EQ(act_one(world, path(EXEC, "/make")), REIN_BLOCK);
	CHECK_EQ(world->task.lineage[0], BIT(7));
	rein_fork(&world->task, &child);
	CHECK_EQ(child.lineage[0], BIT(7));
	CHECK_EQ(ask_one(world, path(EXEC, "/cc")), REIN_BLOCK);
	world_free(world);
}

TEST(flow_connect_is_asked_before_and_recv_after_the_endpoints_labels)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_ENDPOINT, "i-evil", PATTERN(0));
	source(world, CONNECT | RECV, 4, PATTERN(0));
	builder_rule(&world->builder, REIN_KILL, CONNECT, LABEL(4), 0);
	builder_rule(&world->builder, REIN_ASK, RECV, LABEL(4), 0);
	builder_rule(&world->builder, REIN_NOTIFY, RECV, LABEL(5), 0);
	world_open(world);
	CHECK_EQ(ask_two(world, endpoint(CONNECT, "i-evil"), endpoint(RECV, "i-evil")), REIN_ASK);
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(4));
	CHECK_EQ(world->verdict.object_labels[0], BIT(4));
	CHECK_EQ(world->verdict.object_labels[1], BIT(4));
	CHECK_EQ(ask_two(world, labelled(endpoint(CONNECT, "i"), BIT(5)),
			 labelled(endpoint(RECV, "i"), BIT(5))),
		 REIN_NOTIFY);
	world_free(world);
}

TEST(flow_an_aspect_does_not_see_what_the_other_one_brings)
{
	struct world *world = world_new();

	builder_rule(&world->builder, REIN_BLOCK, WRITE, LABEL(4), 0);
	world_open(world);
	CHECK_EQ(ask_two(world, labelled(path(READ, "/a"), BIT(4)), path(WRITE, "/b")), REIN_NONE);
	CHECK_EQ(world->verdict.next.labels, BUILT_IN | BIT(4));
	CHECK_EQ(world->verdict.object_labels[1], BIT(4));
	world_free(world);
}
