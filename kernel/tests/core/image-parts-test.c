/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every part of an image: a good one with one number spoilt gives the fault of that number.
 */
#include <stdlib.h>

#include "core/access.h"
#include "spoil.h"

#define WHOLE(type) 0, sizeof(type)
#define CHECK_SPOILS(spoils) check_spoils(spoils, sizeof(spoils) / sizeof((spoils)[0]))

TEST(image_automata_are_checked)
{
	u64 bytes;
	struct rein_header *header = sample_image(&bytes);
	struct rein_image image = { .base = (void *)header, .header = header };
	struct rein_automaton a = rein_get_automaton(&image, 0);
	const u32 classes = rein_count(&image, REIN_SEC_CLASSES);
	const u32 cells = rein_count(&image, REIN_SEC_CELLS);
	const u32 states = rein_count(&image, REIN_SEC_STATES);
	const u32 sets = rein_count(&image, REIN_SEC_SETS);
	const struct spoil spoils[] = {
#define A REIN_SEC_AUTOMATA
		{ A, 0, FIELD(rein_automaton, kind), REIN_KINDS, REIN_IMAGE_LIMIT_BAD },
		{ A, 0, FIELD(rein_automaton, kind), REIN_ARG, REIN_IMAGE_INDEX_BAD },
		{ A, 2, FIELD(rein_automaton, kind), REIN_PATH, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, n_states), 0, REIN_IMAGE_LIMIT_BAD },
		{ A, 0, FIELD(rein_automaton, n_states), 65536, REIN_IMAGE_LIMIT_BAD },
		{ A, 0, FIELD(rein_automaton, n_states), a.n_states - 1, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, n_classes), 0, REIN_IMAGE_LIMIT_BAD },
		{ A, 0, FIELD(rein_automaton, n_classes), 257, REIN_IMAGE_LIMIT_BAD },
		{ A, 0, FIELD(rein_automaton, n_classes), a.n_classes - 1, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, start), a.n_states, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, emit_from), 0, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, emit_from), a.n_states + 1, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, classes), classes - 255, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, classes), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, cells), cells, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, cells), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ A, 1, FIELD(rein_automaton, cells), 0, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, states), states, REIN_IMAGE_INDEX_BAD },
		{ A, 0, FIELD(rein_automaton, states), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_CLASSES, a.classes + 255, WHOLE(u8), a.n_classes, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_CELLS, a.cells + a.n_classes, WHOLE(u16), a.n_states,
		  REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_CELLS, a.cells, WHOLE(u16), 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_STATES, a.states, FIELD(rein_state, accept), 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_STATES, a.states, FIELD(rein_state, emit), 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_STATES, a.states + 1, FIELD(rein_state, accept), sets,
		  REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_STATES, a.states + 1, FIELD(rein_state, emit), sets,
		  REIN_IMAGE_INDEX_BAD },
	};

	CHECK_SPOILS(spoils);
	free(header);
}

TEST(image_sets_are_checked)
{
	u64 bytes;
	struct rein_header *header = sample_image(&bytes);
	struct rein_image image = { .base = (void *)header, .header = header };
	const u32 atoms = rein_count(&image, REIN_SEC_SET_ATOMS);
	/* PATTERN(0) and PATTERN(5). */
	const struct rein_span set = rein_get_set(&image, 1);
	const struct spoil spoils[] = {
		{ REIN_SEC_SETS, 0, FIELD(rein_span, len), 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SETS, 1, FIELD(rein_span, off), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SETS, 1, FIELD(rein_span, len), atoms + 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SETS, 1, FIELD(rein_span, len), set.len + 1, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SETS, 2, FIELD(rein_span, off), set.off, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), header->atoms, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), LABEL(4), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), GATE(4), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), LINEAGE(4), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), STANDING(4), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), ARG(4), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), PATTERN(5), REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, set.off, WHOLE(u16), PATTERN(6), REIN_IMAGE_INDEX_BAD },
	};

	CHECK_EQ(set.len, 2);
	CHECK_SPOILS(spoils);
	/* Not even the empty set. */
	CHECK_EQ(spoilt_at(offsetof(struct rein_header, sections[REIN_SEC_SETS].len), 0, 4),
		 REIN_IMAGE_INDEX_BAD);
	free(header);
}

TEST(image_rows_are_checked)
{
	u64 bytes;
	struct rein_header *header = sample_image(&bytes);
	struct rein_image image = { .base = (void *)header, .header = header };
	const u32 literals = rein_count(&image, REIN_SEC_LITERALS);
	/* 0 block exec, 1 ask write, 2 notify connect, 3 source of an object, 4 source by exec,
	 * 5 declassify, 6 lineage, 7 opens, 8 closes, 9 arms,
	 * 10 stands, 11 block while it stands. */
	const struct spoil spoils[] = {
#define R REIN_SEC_ROWS
		{ R, 0, FIELD(rein_row, ops), 0, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, ops), 1 << REIN_OPS, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, action), REIN_ACT_STANDING_RULE + 1, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, action), REIN_ACT_GATE_OPEN, REIN_IMAGE_INDEX_BAD },
		{ R, 0, FIELD(rein_row, flags), 4, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, flags), REIN_ROW_OBJECT, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, n_literals), REIN_LITERALS_MAX + 1, REIN_IMAGE_LIMIT_BAD },
		{ R, 0, FIELD(rein_row, operand), REIN_ASK, REIN_IMAGE_INDEX_BAD },
		{ R, 0, FIELD(rein_row, owner), 3, REIN_IMAGE_INDEX_BAD },
		{ R, 0, FIELD(rein_row, literals), literals - 1, REIN_IMAGE_INDEX_BAD },
		{ R, 0, FIELD(rein_row, literals), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ R, 3, FIELD(rein_row, operand), 8, REIN_IMAGE_INDEX_BAD },
		{ R, 3, FIELD(rein_row, flags), 0, REIN_IMAGE_LIMIT_BAD },
		{ R, 4, FIELD(rein_row, operand), 8, REIN_IMAGE_INDEX_BAD },
		{ R, 4, FIELD(rein_row, ops), EXEC, REIN_IMAGE_LIMIT_BAD },
		{ R, 5, FIELD(rein_row, operand), 64, REIN_IMAGE_INDEX_BAD },
		{ R, 5, FIELD(rein_row, ops), READ, REIN_IMAGE_LIMIT_BAD },
		{ R, 6, FIELD(rein_row, operand), 128, REIN_IMAGE_INDEX_BAD },
		{ R, 6, FIELD(rein_row, ops), READ, REIN_IMAGE_LIMIT_BAD },
		{ R, 7, FIELD(rein_row, operand), 8, REIN_IMAGE_INDEX_BAD },
		{ R, 8, FIELD(rein_row, operand), 8, REIN_IMAGE_INDEX_BAD },
		{ R, 9, FIELD(rein_row, operand), 1, REIN_IMAGE_INDEX_BAD },
		{ R, 9, FIELD(rein_row, ops), WRITE, REIN_IMAGE_LIMIT_BAD },
		{ R, 10, FIELD(rein_row, operand), 64, REIN_IMAGE_INDEX_BAD },
		{ R, 10, FIELD(rein_row, ops), READ, REIN_IMAGE_LIMIT_BAD },
		{ R, 11, FIELD(rein_row, operand), REIN_ASK, REIN_IMAGE_INDEX_BAD },
		{ R, 11, FIELD(rein_row, ops), READ | WRITE, REIN_IMAGE_LIMIT_BAD },
		{ REIN_SEC_LITERALS, 0, WHOLE(u16), header->atoms, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_LITERALS, 0, WHOLE(u16), 0xffff, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_EXITS, 0, FIELD(rein_exit, gate), 8, REIN_IMAGE_INDEX_BAD },
	};

	CHECK_SPOILS(spoils);
	free(header);
}

/* Number in INDEX of what is listed for `atom` in `table`. */
static u32 entry(const struct rein_header *header, enum rein_table table, u32 atom)
{
	return (u32)table * header->atoms + atom;
}

TEST(image_index_is_checked)
{
	u64 bytes;
	struct rein_header *header = sample_image(&bytes);
	struct rein_image image = { .base = (void *)header, .header = header };
	const u32 write = entry(header, REIN_TABLE_GATES, REIN_WRITE);
	const u32 arg = entry(header, REIN_TABLE_RULES, ARG(0));
	const u32 stands = entry(header, REIN_TABLE_STANDING, LABEL(4));
	const u32 by_git = entry(header, REIN_TABLE_FLOW, PATTERN(1));
	const u32 listed = rein_get_index(&image, arg).off;
	const u32 pair = rein_get_index(&image, by_git).off;
	const struct spoil spoils[] = {
#define I REIN_SEC_INDEX
		{ I, arg, FIELD(rein_span, off), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ I, arg, FIELD(rein_span, off), 0, REIN_IMAGE_INDEX_BAD },
		{ I, arg, FIELD(rein_span, len), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ I, arg, FIELD(rein_span, len), 2, REIN_IMAGE_INDEX_BAD },
		{ I, arg, FIELD(rein_span, len), 0, REIN_IMAGE_ROW_UNLISTED },
		{ I, write, FIELD(rein_span, len), 0, REIN_IMAGE_ROW_UNLISTED },
		{ I, stands, FIELD(rein_span, len), 0, REIN_IMAGE_ROW_UNLISTED },
		{ REIN_SEC_INDEX_ROWS, listed, WHOLE(u32), 10, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_INDEX_ROWS, listed, WHOLE(u32), 7, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_INDEX_ROWS, listed, WHOLE(u32), 1, REIN_IMAGE_ROW_UNLISTED },
		/* Two rows in the wrong order, or the same one twice. */
		{ REIN_SEC_INDEX_ROWS, pair, WHOLE(u32), 6, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_INDEX_ROWS, pair + 1, WHOLE(u32), 5, REIN_IMAGE_INDEX_BAD },
	};

	CHECK_EQ(rein_get_index(&image, by_git).len, 2);
	CHECK_SPOILS(spoils);
	free(header);
}

TEST(image_words_are_checked)
{
	u64 bytes;
	struct rein_header *header = sample_image(&bytes);
	struct rein_image image = { .base = (void *)header, .header = header };
	const u32 strings = rein_count(&image, REIN_SEC_STRINGS);
	const u32 atoms = rein_count(&image, REIN_SEC_SET_ATOMS);
	/* The strings begin with "LÄBEL", so 2 is in the middle of a character. */
	const struct spoil spoils[] = {
#define C REIN_SEC_CLAUSES
		{ C, 0, FIELD(rein_clause, rule), 3, REIN_IMAGE_INDEX_BAD },
		{ C, 0, FIELD(rein_clause, effect), REIN_NONE, REIN_IMAGE_LIMIT_BAD },
		{ C, 0, FIELD(rein_clause, effect), REIN_KILL + 1, REIN_IMAGE_LIMIT_BAD },
		{ C, 0, FIELD(rein_clause, effect), REIN_KILL, REIN_IMAGE_INDEX_BAD },
		{ C, 1, FIELD(rein_clause, n_gates), 3, REIN_IMAGE_INDEX_BAD },
		{ C, 1, FIELD(rein_clause, n_gates), REIN_GATES_MAX + 1, REIN_IMAGE_LIMIT_BAD },
		{ C, 1, FIELD(rein_clause, gates), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, atoms - 2, WHOLE(u16), 8, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_SET_ATOMS, atoms - 1, WHOLE(u16), 8, REIN_IMAGE_INDEX_BAD },
		{ C, 0, FIELD(rein_clause, hint.off), strings, REIN_IMAGE_INDEX_BAD },
		{ C, 0, FIELD(rein_clause, hint.len), 0xffffffff, REIN_IMAGE_INDEX_BAD },
		{ C, 0, FIELD(rein_clause, text.off), 2, REIN_IMAGE_TEXT_BAD },
		{ REIN_SEC_RULES, 0, FIELD(rein_rule, name.off), 2, REIN_IMAGE_TEXT_BAD },
		{ REIN_SEC_RULES, 0, FIELD(rein_rule, name.len), strings, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_RULES, 0, FIELD(rein_rule, reason.off), 2, REIN_IMAGE_TEXT_BAD },
		{ REIN_SEC_GATES, 0, FIELD(rein_gate, text.off), 2, REIN_IMAGE_TEXT_BAD },
		{ REIN_SEC_GATES, 0, FIELD(rein_gate, opener.off), ~0ull, REIN_IMAGE_INDEX_BAD },
		{ REIN_SEC_LABELS, 0, FIELD(rein_span, len), 2, REIN_IMAGE_TEXT_BAD },
		{ REIN_SEC_LABELS, 7, FIELD(rein_span, off), strings, REIN_IMAGE_INDEX_BAD },
	};

	CHECK_SPOILS(spoils);
	free(header);
}
