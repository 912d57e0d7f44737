/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking the index, both ways: what it lists are rows of that table, and every row is listed so
 * that it is found whenever it holds. A row that the index forgets would be a rule that is silently
 * not enforced.
 */
#include "image-check.h"

static enum rein_table table_of(const struct rein_row *row)
{
	switch ((enum rein_action)row->action) {
	case REIN_ACT_ADD_LABEL:
	case REIN_ACT_DROP_LABEL:
	case REIN_ACT_LINEAGE:
		return REIN_TABLE_FLOW;
	case REIN_ACT_RULE:
		return REIN_TABLE_RULES;
	case REIN_ACT_GATE_OPEN:
	case REIN_ACT_GATE_CLOSE:
	case REIN_ACT_ARM_EXIT:
	case REIN_ACT_STAND:
		return REIN_TABLE_GATES;
	case REIN_ACT_STANDING_RULE:
		return REIN_TABLE_STANDING;
	}
	return REIN_TABLES;
}

static int is_listing_good(const struct rein_image *image, struct rein_span listed,
			   enum rein_table table)
{
	u64 least = 0;

	for (u32 i = 0; i < listed.len; i++) {
		u32 number = rein_get_index_row(image, listed.off + i);
		struct rein_row row;

		if (number < least || number >= rein_count(image, REIN_SEC_ROWS))
			return 0;
		row = rein_get_row(image, number);
		if (table_of(&row) != table)
			return 0;
		least = (u64)number + 1;
	}
	return 1;
}

/* Whether the index has `row` under `atom`. */
static int is_listed(const struct rein_image *image, enum rein_table table, u32 atom, u32 row)
{
	struct rein_span left = rein_get_index(image, (u32)table * image->header->atoms + atom);

	while (left.len) {
		u32 half = left.len / 2;
		u32 middle = rein_get_index_row(image, left.off + half);

		if (middle == row)
			return 1;
		if (middle < row) {
			left.off += half + 1;
			left.len -= half + 1;
		} else {
			left.len = half;
		}
	}
	return 0;
}

/* Found when it holds: under an atom that it needs, or under every operation that it is about.
 * Labels can come by any operation: what stands is listed under an atom. */
static int is_found(const struct rein_image *image, u32 number)
{
	struct rein_row row = rein_get_row(image, number);
	enum rein_table table = table_of(&row);

	for (u32 i = 0; i < row.n_literals; i++) {
		u32 literal = rein_get_literal(image, row.literals + i);

		if (!(literal & REIN_NEGATED) && is_listed(image, table, literal, number))
			return 1;
	}
	if (table == REIN_TABLE_STANDING)
		return 0;
	for (u32 op = 0; op < REIN_OPS; op++) {
		if (row.ops & REIN_OP(op) && !is_listed(image, table, op, number))
			return 0;
	}
	return 1;
}

enum rein_image_fault rein_check_index(struct rein_image *image)
{
	u64 end = 0;

	for (u32 i = 0; i < rein_count(image, REIN_SEC_INDEX); i++) {
		struct rein_span listed = rein_get_index(image, i);

		if (!listed.len)
			continue;
		if (listed.off < end ||
		    !rein_within(image, REIN_SEC_INDEX_ROWS, listed.off, listed.len) ||
		    !is_listing_good(image, listed, i / image->header->atoms))
			return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_INDEX, i);
		end = (u64)listed.off + listed.len;
	}
	for (u32 i = 0; i < rein_count(image, REIN_SEC_ROWS); i++) {
		if (!is_found(image, i))
			return rein_fault(image, REIN_IMAGE_ROW_UNLISTED, REIN_SEC_ROWS, i);
	}
	return REIN_IMAGE_OK;
}
