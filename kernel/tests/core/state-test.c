/* SPDX-License-Identifier: Apache-2.0 */
/*
 * State outside of a decision.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

TEST(state_a_child_has_all_but_the_armed_exits)
{
	struct rein_task parent, child;

	memset(&parent, 0x5a, sizeof(parent));
	memset(&child, 0xff, sizeof(child));
	rein_fork(&parent, &child);
	CHECK_EQ(child.labels, parent.labels);
	CHECK_EQ(child.shield, parent.shield);
	CHECK(!memcmp(child.lineage, parent.lineage, sizeof(child.lineage)));
	for (u32 i = 0; i < REIN_EXIT_WORDS; i++)
		CHECK_EQ(child.exits[i], 0);
}

TEST(state_all_sixty_four_labels_may_be_used)
{
	struct builder builder;
	struct rein_image image;
	struct rein_task task;
	void *blob;
	u64 bytes;

	builder_start(&builder, REIN_LABELS_MAX, 0, 1);
	blob = builder_finish(&builder, &bytes);
	CHECK_EQ(rein_image_open(&image, blob, bytes), REIN_IMAGE_OK);
	rein_start(&image, &task);
	CHECK_EQ(task.labels, 3);
	free(blob);
}

TEST(state_a_commit_is_the_verdicts_next_state)
{
	struct rein_run run = { .gates = { 6 } };
	struct rein_task task = { .labels = 0x13, .shield = 0x20, .exits = { 1 } };
	struct rein_verdict verdict = {
		.next = { .labels = 0x43, .shield = 0x30, .lineage = { 8 }, .exits = { 3 } },
		.opens = { 1 },
		.closes = { 3 },
	};

	rein_commit(&run, &task, &verdict);
	CHECK_EQ(task.labels, 0x43);
	CHECK_EQ(task.shield, 0x30);
	CHECK_EQ(task.lineage[0], 8);
	CHECK_EQ(task.exits[0], 3);
	CHECK_EQ(run.gates[0], 5);
}

TEST(state_a_commit_keeps_what_came_while_it_waited)
{
	struct world *world = world_new();
	struct rein_aspect secret = path(READ, "/secret");
	struct rein_verdict held;

	world_open(world);
	ask_one(world, path(WRITE, "/a"));
	held = world->verdict;
	/* Another thread reads meanwhile, and another gate opens. */
	secret.labels = 1 << 4;
	act_one(world, secret);
	rein_approve(&world->run, 5);
	rein_commit(&world->run, &world->task, &held);
	CHECK_EQ(world->task.labels, 3 | 1 << 4);
	CHECK(gate_is_open(world, 5));
	world_free(world);
}
