/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images at their limits open, and one step past them do not.
 */
#include <stdlib.h>

#include "sample-image.h"

static enum rein_image_fault finish_and_try(struct builder *builder)
{
	u64 bytes;
	void *blob = builder_finish(builder, &bytes);
	enum rein_image_fault fault = try_image(blob, bytes);

	free(blob);
	return fault;
}

TEST(image_with_every_atom_that_there_may_be_opens)
{
	struct builder builder;

	builder_start(&builder, REIN_LABELS_MAX, REIN_GATES_MAX, 0);
	builder.header.gate_words = REIN_GATE_WORDS;
	builder.header.lineage_atom = GATE(0) + REIN_GATES_MAX;
	builder.header.lineage_words = REIN_LINEAGE_WORDS;
	builder.header.standing_atom = GATE(0) + REIN_GATES_MAX + REIN_LINEAGES_MAX;
	builder.header.standing_words = REIN_STANDING_WORDS;
	builder.header.arg_atom = builder.header.standing_atom + REIN_STANDING_MAX;
	builder.header.atoms = REIN_ATOMS_MAX;
	builder.header.arg_atoms = REIN_ATOMS_MAX - builder.header.arg_atom;
	CHECK_EQ(finish_and_try(&builder), REIN_IMAGE_OK);
}

TEST(image_without_patterns_opens)
{
	struct builder builder;

	builder_start(&builder, 2, 0, 0);
	builder.header.arg_atoms = 0;
	builder.header.atoms = ARG(0);
	CHECK_EQ(finish_and_try(&builder), REIN_IMAGE_OK);
}

TEST(image_has_sixteen_automata_of_a_kind_at_most)
{
	for (u32 n = REIN_AUTOMATA_MAX; n <= REIN_AUTOMATA_MAX + 1; n++) {
		struct builder builder;

		builder_start(&builder, 2, 0, 64);
		for (u32 i = 0; i < n; i++) {
			builder_name(&builder, REIN_PATH, "/a", (u16)PATTERN(i));
			builder_cut(&builder, REIN_PATH);
		}
		builder_name(&builder, REIN_TREE, "/a", PATTERN(0));
		CHECK_EQ(finish_and_try(&builder),
			 n > REIN_AUTOMATA_MAX ? REIN_IMAGE_LIMIT_BAD : REIN_IMAGE_OK);
	}
}

TEST(image_rows_may_have_sixty_four_literals)
{
	struct world *world = world_new();
	struct row row = { .ops = READ, .operand = REIN_BLOCK };

	for (u16 i = 1; i < 8; i++)
		builder_name(&world->builder, REIN_PATH, "/a", (u16)PATTERN(i));
	for (u16 i = 0; i < REIN_LITERALS_MAX; i++)
		row.literals[i] = i % 8 ? (u16)PATTERN(i % 8) : NOT(GATE(0));
	row.literals[REIN_LITERALS_MAX - 1] = NOT(GATE(70));
	row.owner = builder_clause(&world->builder, REIN_BLOCK);
	builder_row(&world->builder, row);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_BLOCK);
	world->run.gates[1] = 1 << 6;
	CHECK_EQ(ask_one(world, path(READ, "/a")), REIN_NONE);
	world_free(world);
}

/* One class for each byte, by hand: the dead state, and one that says something at the end. */
TEST(image_automata_may_tell_all_bytes_apart)
{
	struct world *world = world_new();
	struct buffer *sections = world->builder.sections;
	struct rein_automaton automaton = { .kind = REIN_PATH,
					    .n_states = 2,
					    .n_classes = 256,
					    .start = 1,
					    .emit_from = 2 };
	struct rein_span set = { 0, 1 };
	struct rein_state states[2] = { { 0, 0 }, { 1, 0 } };
	u16 atom = PATTERN(0), cells[2][256] = { { 0 } };
	u8 classes[256];

	for (u32 i = 0; i < 256; i++) {
		classes[i] = (u8)(255 - i);
		cells[1][classes[i]] = i >= 0xf0;
	}
	buffer_add(&sections[REIN_SEC_AUTOMATA], &automaton, sizeof(automaton));
	buffer_add(&sections[REIN_SEC_CLASSES], classes, sizeof(classes));
	buffer_add(&sections[REIN_SEC_CELLS], cells, sizeof(cells));
	buffer_add(&sections[REIN_SEC_STATES], states, sizeof(states));
	buffer_add(&sections[REIN_SEC_SETS], &set, sizeof(set));
	buffer_add(&sections[REIN_SEC_SET_ATOMS], &atom, sizeof(atom));
	builder_rule(&world->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	world_open(world);
	CHECK_EQ(ask_one(world, path(READ, "\xf0\xff")), REIN_BLOCK);
	CHECK_EQ(ask_one(world, path(READ, "\xf0\xef")), REIN_NONE);
	world_free(world);
}
