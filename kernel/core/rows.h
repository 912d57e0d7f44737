/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Firing the rows of a table: the index leads from each atom that holds to the rows that need it,
 * so what is looked at follows from the event, not from the length of the policy.
 */
#ifndef REIN_ROWS_H
#define REIN_ROWS_H

#include "core.h"

/* What the FLOW rows of one aspect came to. */
struct rein_gain {
	u64 object; /* labels that its sources put on the object */
	u64 add;    /* labels that the subject gets, shielded or not */
	u64 drop;   /* labels that the subject loses and is shielded from */
	u64 lineage[REIN_LINEAGE_WORDS];
	u64 settling; /* standing rows are asked with the labels from before */
};

/* One aspect being asked about. */
struct rein_asking {
	const struct rein_image *image;
	struct rein_bits *bits;
	struct rein_gain *gain;
	struct rein_verdict *verdict;
	u16 ops;
	u8 args_unknown; /* ARG atoms that were not found may hold all the same */
};

/* Fires every row of `table` that holds: labels and lineage go into `gain`, the rest into
 * `verdict`. */
void rein_fire_rows(const struct rein_asking *asking, enum rein_table table);

#endif
