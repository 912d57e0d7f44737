/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching names.
 */
#include <stdlib.h>
#include <string.h>

#include "core/bits.h"
#include "world.h"

static struct world *names_world(void)
{
	struct world *world = world_new();

	builder_name(&world->builder, REIN_PATH, "/etc/passwd", PATTERN(0));
	builder_prefix(&world->builder, REIN_PATH, "/etc/", PATTERN(1));
	builder_prefix(&world->builder, REIN_PATH, "/etc/ssh/", PATTERN(2));
	builder_name(&world->builder, REIN_PATH, "/bin/\xff\x01", PATTERN(3));
	builder_name(&world->builder, REIN_TREE, "/etc/passwd", PATTERN(4));
	builder_cut(&world->builder, REIN_PATH);
	builder_name(&world->builder, REIN_PATH, "/etc/passwd", PATTERN(5));
	builder_name(&world->builder, REIN_PATH, "", PATTERN(6));
	world_open(world);
	return world;
}

/* Bits 0.. for PATTERN(0).. that `name` meets. */
static u64 meets(struct world *world, enum rein_automaton_kind kind, const char *name)
{
	u64 found = 0;

	rein_bits_clear(&world->bits);
	rein_match(&world->image, kind, text(name), &world->bits);
	for (u32 i = 0; i < 64; i++)
		found |= (u64)rein_bits_test(&world->bits, PATTERN(i)) << i;
	return found;
}

TEST(match_says_accept_sets_at_the_end_and_emit_sets_on_the_way)
{
	struct world *world = names_world();

	CHECK_EQ(meets(world, REIN_PATH, "/etc/passwd"), 1 << 0 | 1 << 1 | 1 << 5);
	CHECK_EQ(meets(world, REIN_PATH, "/etc/passwd2"), 1 << 1);
	CHECK_EQ(meets(world, REIN_PATH, "/etc/passw"), 1 << 1);
	CHECK_EQ(meets(world, REIN_PATH, "/etc/"), 1 << 1);
	CHECK_EQ(meets(world, REIN_PATH, "/etc"), 0);
	CHECK_EQ(meets(world, REIN_PATH, "/etc/ssh/key"), 1 << 1 | 1 << 2);
	CHECK_EQ(meets(world, REIN_PATH, "/usr"), 0);
	world_free(world);
}

TEST(match_reads_every_byte_value)
{
	struct world *world = names_world();

	CHECK_EQ(meets(world, REIN_PATH, "/bin/\xff\x01"), 1 << 3);
	CHECK_EQ(meets(world, REIN_PATH, "/bin/\xfe\x01"), 0);
	CHECK_EQ(meets(world, REIN_PATH, ""), 1 << 6);
	world_free(world);
}

TEST(match_runs_only_the_kind_asked_for)
{
	struct world *world = names_world();

	CHECK_EQ(meets(world, REIN_TREE, "/etc/passwd"), 1 << 4);
	CHECK_EQ(meets(world, REIN_HOST, "/etc/passwd"), 0);
	world_free(world);
}

TEST(match_adds_to_what_is_there)
{
	struct world *world = names_world();

	rein_bits_clear(&world->bits);
	rein_bits_set(&world->bits, PATTERN(9));
	rein_match(&world->image, REIN_PATH, text("/etc/"), &world->bits);
	rein_match(&world->image, REIN_PATH, text(""), &world->bits);
	CHECK(rein_bits_test(&world->bits, PATTERN(9)));
	CHECK(rein_bits_test(&world->bits, PATTERN(1)));
	CHECK(rein_bits_test(&world->bits, PATTERN(6)));
	world_free(world);
}

TEST(match_says_what_holds_from_the_start)
{
	struct world *world = world_new();

	builder_prefix(&world->builder, REIN_PATH, "", PATTERN(0));
	builder_prefix(&world->builder, REIN_PATH, "/a", PATTERN(1));
	world_open(world);
	CHECK_EQ(meets(world, REIN_PATH, ""), 1);
	CHECK_EQ(meets(world, REIN_PATH, "/b"), 1);
	CHECK_EQ(meets(world, REIN_PATH, "/ab"), 3);
	world_free(world);
}

TEST(match_of_a_name_that_is_too_long_says_only_what_cannot_be_undone)
{
	struct world *world = world_new();
	char *name = malloc(REIN_PATH_MAX + 2);

	memset(name, 'x', REIN_PATH_MAX + 1);
	name[REIN_PATH_MAX] = 0;
	builder_prefix(&world->builder, REIN_PATH, "xx", PATTERN(0));
	builder_name(&world->builder, REIN_PATH, name, PATTERN(1));
	world_open(world);
	CHECK_EQ(meets(world, REIN_PATH, name), 3);
	name[REIN_PATH_MAX] = 'x';
	name[REIN_PATH_MAX + 1] = 0;
	CHECK_EQ(meets(world, REIN_PATH, name), 1);
	free(name);
	world_free(world);
}
