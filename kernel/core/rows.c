/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Firing the rows of a table. A row holds when the aspect has one of its operations and each of its
 * literals is true; of an argument that was not read a literal is neither true nor false, and the
 * row says which way that counts (REIN_ROW_ASSUME).
 */
#include "rows.h"
#include "act.h"
#include "bits.h"

struct firing {
	const struct rein_asking *asking;
	enum rein_table table;
	struct rein_span listed; /* the rows that the index has under the atom at hand */
	u32 atom;
	struct rein_row row;
	int failed;
};

REIN_INLINE int is_unknown(const struct rein_asking *asking, u32 atom)
{
	const struct rein_header *header = asking->image->header;

	return asking->args_unknown && atom - header->arg_atom < header->arg_atoms;
}

REIN_INLINE int ask_literal(u32 i, struct firing *firing)
{
	const struct rein_asking *asking = firing->asking;
	u32 literal = rein_get_literal(asking->image, firing->row.literals + i);
	u32 atom = literal & ~REIN_NEGATED;
	int wanted = !(literal & REIN_NEGATED);
	int holds = rein_bits_test(asking->bits, atom);

	if (!holds && is_unknown(asking, atom))
		firing->failed = !(firing->row.flags & REIN_ROW_ASSUME);
	else
		firing->failed = holds != wanted;
	return firing->failed;
}

REIN_INLINE int ask_row(u32 i, struct firing *firing)
{
	const struct rein_asking *asking = firing->asking;
	/* A gain of labels is a reading, whatever it came by. */
	u32 ops = firing->table == REIN_TABLE_STANDING ? REIN_OP(REIN_READ) : asking->ops;
	u32 row = rein_get_index_row(asking->image, firing->listed.off + i);

	firing->row = rein_get_row(asking->image, row);
	firing->failed = !(firing->row.ops & ops);
	if (!firing->failed)
		REIN_LOOP(rein_least(firing->row.n_literals, REIN_LITERALS_MAX), ask_literal,
			  firing);
	if (!firing->failed)
		rein_act(asking, &firing->row);
	return 0;
}

REIN_INLINE void ask_rows_of(struct firing *firing, u32 atom)
{
	const struct rein_image *image = firing->asking->image;

	firing->listed = rein_get_index(image, firing->table * image->header->atoms + atom);
	REIN_LOOP(firing->listed.len, ask_row, firing);
}

REIN_INLINE int ask_next_atom(u32 i, struct firing *firing)
{
	(void)i;
	firing->atom = rein_bits_next(firing->asking->bits, firing->atom);
	if (firing->atom >= firing->asking->image->header->atoms)
		return 1;
	ask_rows_of(firing, firing->atom);
	firing->atom++;
	return 0;
}

/* Rows are listed under one atom only, which may be an argument that was not read. */
REIN_INLINE int ask_unknown_atom(u32 i, struct firing *firing)
{
	u32 atom = firing->asking->image->header->arg_atom + i;

	if (!rein_bits_test(firing->asking->bits, atom))
		ask_rows_of(firing, atom);
	return 0;
}

void rein_fire_rows(const struct rein_asking *asking, enum rein_table table)
{
	struct firing firing = { .asking = asking, .table = table };

	REIN_LOOP(REIN_ATOMS_MAX, ask_next_atom, &firing);
	if (asking->args_unknown)
		REIN_LOOP(asking->image->header->arg_atoms, ask_unknown_atom, &firing);
}
