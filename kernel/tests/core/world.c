/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run with one process, for tests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

struct world *world_new(void)
{
	struct world *world = calloc(1, sizeof(*world));

	if (!world)
		abort();
	builder_start(&world->builder, 8, 72, 64);
	/* A decision may find anything in its scratch. */
	memset(&world->bits, 0xa5, sizeof(world->bits));
	memset(&world->verdict, 0xa5, sizeof(world->verdict));
	return world;
}

void world_open(struct world *world)
{
	enum rein_image_fault fault;
	u64 bytes;

	world->blob = builder_finish(&world->builder, &bytes);
	fault = rein_image_open(&world->image, world->blob, bytes);
	if (fault) {
		printf("%s: section %u, element %u\n", rein_image_error(fault),
		       world->image.bad_section, world->image.bad_element);
		abort();
	}
	rein_start(&world->image, &world->task);
}

void world_free(struct world *world)
{
	free(world->blob);
	free(world);
}

struct rein_bytes text(const char *name)
{
	return (struct rein_bytes){ (const u8 *)name, (u32)strlen(name) };
}

struct rein_aspect path(u16 ops, const char *name)
{
	return (struct rein_aspect){
		.ops = ops, .key = REIN_KEY_PATH, .n_names = 1, .names = { text(name) }
	};
}

struct rein_aspect endpoint(u16 ops, const char *name)
{
	return (struct rein_aspect){
		.ops = ops, .key = REIN_KEY_ENDPOINT, .n_names = 1, .names = { text(name) }
	};
}

u32 ask(struct world *world, const struct rein_event *event)
{
	rein_decide(&world->image, &world->run, &world->task, event, &world->bits,
		    &world->verdict);
	return world->verdict.effect;
}

u32 ask_one(struct world *world, struct rein_aspect aspect)
{
	struct rein_event event = { .n_aspects = 1, .aspects = { aspect } };

	return ask(world, &event);
}

u32 ask_two(struct world *world, struct rein_aspect first, struct rein_aspect second)
{
	struct rein_event event = { .n_aspects = 2, .aspects = { first, second } };

	return ask(world, &event);
}

u32 ask_exec(struct world *world, const char *name, const char *argv, u32 bytes, int truncated)
{
	struct rein_event event = {
		.n_aspects = 1,
		.args_truncated = (u8)truncated,
		.aspects = { path(EXEC, name) },
		.args = { (const u8 *)argv, bytes },
	};

	return ask(world, &event);
}

u32 act_one(struct world *world, struct rein_aspect aspect)
{
	u32 effect = ask_one(world, aspect);

	rein_commit(&world->run, &world->task, &world->verdict);
	return effect;
}

int gate_is_open(const struct world *world, u32 gate)
{
	return world->run.gates[gate / 64] >> (gate % 64) & 1;
}
