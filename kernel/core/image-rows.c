/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking rows, their literals, and the exits that they arm.
 */
#include "image-check.h"

static int is_operand_good(const struct rein_image *image, const struct rein_row *row)
{
	u32 operand = row->operand;

	switch ((enum rein_action)row->action) {
	case REIN_ACT_RULE:
	case REIN_ACT_STANDING_RULE:
		return row->owner < rein_count(image, REIN_SEC_CLAUSES) &&
		       operand == rein_get_clause(image, row->owner).effect;
	case REIN_ACT_ADD_LABEL:
	case REIN_ACT_DROP_LABEL:
		return operand < rein_count(image, REIN_SEC_LABELS);
	case REIN_ACT_LINEAGE:
		return operand < 64u * image->header->lineage_words;
	case REIN_ACT_GATE_OPEN:
	case REIN_ACT_GATE_CLOSE:
		return operand < rein_count(image, REIN_SEC_GATES);
	case REIN_ACT_ARM_EXIT:
		return operand < rein_count(image, REIN_SEC_EXITS);
	case REIN_ACT_STAND:
		return operand < 64u * image->header->standing_words;
	}
	return 0;
}

/* Whether the row changes what the subject is, which only an exec does. */
static int is_of_subject(const struct rein_row *row)
{
	return row->action == REIN_ACT_DROP_LABEL || row->action == REIN_ACT_LINEAGE ||
	       row->action == REIN_ACT_ARM_EXIT || row->action == REIN_ACT_STAND ||
	       (row->action == REIN_ACT_ADD_LABEL && !(row->flags & REIN_ROW_OBJECT));
}

static int is_kind_good(const struct rein_image *image, const struct rein_row *row)
{
	if (row->action > REIN_ACT_STANDING_RULE ||
	    row->flags & ~(REIN_ROW_ASSUME | REIN_ROW_OBJECT))
		return 0;
	if (row->flags & REIN_ROW_OBJECT && row->action != REIN_ACT_ADD_LABEL)
		return 0;
	/* A host hooks only what is concerned: a row beyond it would never be asked. */
	if (!row->ops || row->ops & ~image->header->ops_concerned)
		return 0;
	if (is_of_subject(row) && row->ops != REIN_OP(REIN_EXEC))
		return 0;
	if (row->action == REIN_ACT_STANDING_RULE && row->ops != REIN_OP(REIN_READ))
		return 0;
	return row->n_literals <= REIN_LITERALS_MAX;
}

static int are_literals_good(const struct rein_image *image, const struct rein_row *row)
{
	if (!rein_within(image, REIN_SEC_LITERALS, row->literals, row->n_literals))
		return 0;
	for (u32 i = 0; i < row->n_literals; i++) {
		u32 literal = rein_get_literal(image, row->literals + i);

		if ((literal & ~REIN_NEGATED) >= image->header->atoms)
			return 0;
	}
	return 1;
}

static enum rein_image_fault check_exits(struct rein_image *image)
{
	for (u32 i = 0; i < rein_count(image, REIN_SEC_EXITS); i++) {
		struct rein_exit slot = rein_get_exit(image, i);

		if (slot.gate >= rein_count(image, REIN_SEC_GATES))
			return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_EXITS, i);
	}
	return REIN_IMAGE_OK;
}

static enum rein_image_fault check_clauses(struct rein_image *image)
{
	for (u32 i = 0; i < rein_count(image, REIN_SEC_CLAUSES); i++) {
		struct rein_clause clause = rein_get_clause(image, i);

		if (clause.effect == REIN_NONE || clause.effect > REIN_KILL ||
		    clause.n_gates > REIN_GATES_MAX)
			return rein_fault(image, REIN_IMAGE_LIMIT_BAD, REIN_SEC_CLAUSES, i);
		if (clause.rule >= rein_count(image, REIN_SEC_RULES) ||
		    !rein_within(image, REIN_SEC_SET_ATOMS, clause.gates, clause.n_gates))
			return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_CLAUSES, i);
		for (u32 j = 0; j < clause.n_gates; j++) {
			if (rein_get_set_atom(image, clause.gates + j) >=
			    rein_count(image, REIN_SEC_GATES))
				return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_CLAUSES, i);
		}
	}
	return REIN_IMAGE_OK;
}

enum rein_image_fault rein_check_rows(struct rein_image *image)
{
	enum rein_image_fault fault = check_exits(image);

	if (!fault)
		fault = check_clauses(image);
	if (fault)
		return fault;
	for (u32 i = 0; i < rein_count(image, REIN_SEC_ROWS); i++) {
		struct rein_row row = rein_get_row(image, i);

		if (!is_kind_good(image, &row))
			return rein_fault(image, REIN_IMAGE_LIMIT_BAD, REIN_SEC_ROWS, i);
		if (!is_operand_good(image, &row) || !are_literals_good(image, &row))
			return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_ROWS, i);
	}
	return REIN_IMAGE_OK;
}
