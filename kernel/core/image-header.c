/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking the header: where the sections lie, how many elements they have, and how the atoms are
 * shared out among operations, labels, gates, lineage, what stands, and patterns.
 */
#include "image-check.h"

#define UNLIMITED 0xffffffffu /* bounded by the size of the image */

static const struct {
	u32 bytes; /* of one element */
	u32 most;  /* elements */
} shapes[REIN_SECTIONS] = {
	[REIN_SEC_AUTOMATA] = { sizeof(struct rein_automaton), REIN_AUTOMATA_MAX * REIN_KINDS },
	[REIN_SEC_CLASSES] = { 1, 256 * REIN_AUTOMATA_MAX * REIN_KINDS },
	[REIN_SEC_CELLS] = { 2, UNLIMITED },
	[REIN_SEC_STATES] = { sizeof(struct rein_state), UNLIMITED },
	[REIN_SEC_SETS] = { sizeof(struct rein_span), UNLIMITED },
	[REIN_SEC_SET_ATOMS] = { 2, UNLIMITED },
	[REIN_SEC_ROWS] = { sizeof(struct rein_row), REIN_ROWS_MAX },
	[REIN_SEC_LITERALS] = { 2, REIN_ROWS_MAX * REIN_LITERALS_MAX },
	[REIN_SEC_INDEX] = { sizeof(struct rein_span), REIN_TABLES * REIN_ATOMS_MAX },
	[REIN_SEC_INDEX_ROWS] = { 4, UNLIMITED },
	[REIN_SEC_EXITS] = { sizeof(struct rein_exit), REIN_EXITS_MAX },
	[REIN_SEC_CLAUSES] = { sizeof(struct rein_clause), REIN_CLAUSES_MAX },
	[REIN_SEC_RULES] = { sizeof(struct rein_rule), REIN_CLAUSES_MAX },
	[REIN_SEC_GATES] = { sizeof(struct rein_gate), REIN_GATES_MAX },
	[REIN_SEC_LABELS] = { sizeof(struct rein_span), REIN_LABELS_MAX },
	[REIN_SEC_STRINGS] = { 1, UNLIMITED },
};

static enum rein_image_fault check_sections(struct rein_image *image)
{
	u64 end = sizeof(struct rein_header);

	for (u32 i = 0; i < REIN_SECTIONS; i++) {
		struct rein_span section = image->header->sections[i];

		if (section.off % 8 || section.off < end)
			return rein_fault(image, REIN_IMAGE_SECTION_BAD, i, 0);
		end = section.off + (u64)section.len * shapes[i].bytes;
		if (end > image->header->total_bytes)
			return rein_fault(image, REIN_IMAGE_SECTION_BAD, i, 0);
		if (section.len > shapes[i].most)
			return rein_fault(image, REIN_IMAGE_LIMIT_BAD, i, section.len);
	}
	return REIN_IMAGE_OK;
}

/* Whether the atoms go: 64 operations, 64 labels, gates, lineage, what stands, patterns, each on a
 * word. */
static int are_atoms_good(const struct rein_header *h)
{
	if (h->atoms % 64 || h->atoms > REIN_ATOMS_MAX || h->label_atom != REIN_LABEL_ATOM)
		return 0;
	if (h->gate_words > REIN_GATE_WORDS || h->lineage_words > REIN_LINEAGE_WORDS)
		return 0;
	if (h->gate_atom % 64 || h->gate_atom < REIN_LABEL_ATOM + REIN_LABELS_MAX)
		return 0;
	if (h->lineage_atom % 64 || h->lineage_atom < h->gate_atom + 64u * h->gate_words)
		return 0;
	if (h->standing_words > REIN_STANDING_WORDS || h->standing_atom % 64 ||
	    h->standing_atom < h->lineage_atom + 64u * h->lineage_words)
		return 0;
	if (rein_pattern_atom(h) > h->atoms || h->arg_atom + (u32)h->arg_atoms > h->atoms)
		return 0;
	return !h->arg_atoms || h->arg_atom >= rein_pattern_atom(h);
}

enum rein_image_fault rein_check_header(struct rein_image *image)
{
	const struct rein_header *h = image->header;
	enum rein_image_fault fault = check_sections(image);
	u32 labels;

	if (fault)
		return fault;
	labels = rein_count(image, REIN_SEC_LABELS);
	if (!are_atoms_good(h) || h->ops_concerned >= REIN_OP(REIN_OPS) ||
	    h->guards >= 1u << REIN_GUARDS || h->flags & ~(REIN_FLAG_FLOW | REIN_FLAG_HOST_NAMES))
		return REIN_IMAGE_LIMIT_BAD;
	if (labels < REIN_LABELS_MAX && h->flow_labels >> labels)
		return rein_fault(image, REIN_IMAGE_LIMIT_BAD, REIN_SEC_LABELS, labels);
	if (rein_count(image, REIN_SEC_GATES) > 64u * h->gate_words)
		return rein_fault(image, REIN_IMAGE_LIMIT_BAD, REIN_SEC_GATES, 0);
	if (rein_count(image, REIN_SEC_INDEX) != (u32)REIN_TABLES * h->atoms)
		return rein_fault(image, REIN_IMAGE_LIMIT_BAD, REIN_SEC_INDEX, 0);
	return REIN_IMAGE_OK;
}
