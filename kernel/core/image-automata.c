/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking what automata are made of: the sets that states say, and then classes, cells and states.
 */
#include "image-check.h"

/* Whether atoms may be said together: patterns all, ascending, and either all of them arguments or
 * none, since one that is both would be called unknown when it is known. */
static int is_set_good(const struct rein_image *image, struct rein_span set)
{
	const struct rein_header *header = image->header;
	u32 least = rein_pattern_atom(header);
	int is_arg = set.len && rein_is_arg_atom(header, rein_get_set_atom(image, set.off));

	for (u32 i = 0; i < set.len; i++) {
		u32 atom = rein_get_set_atom(image, set.off + i);

		if (atom < least || atom >= header->atoms ||
		    rein_is_arg_atom(header, atom) != is_arg)
			return 0;
		least = atom + 1;
	}
	return 1;
}

enum rein_image_fault rein_check_sets(struct rein_image *image)
{
	u32 sets = rein_count(image, REIN_SEC_SETS);
	u64 end = 0;

	if (!sets || rein_get_set(image, 0).len)
		return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_SETS, 0);
	for (u32 i = 0; i < sets; i++) {
		struct rein_span set = rein_get_set(image, i);

		if (!set.len)
			continue;
		/* Sets that share atoms could make this loop as long as the square of the image. */
		if (set.off < end || !rein_within(image, REIN_SEC_SET_ATOMS, set.off, set.len) ||
		    !is_set_good(image, set))
			return rein_fault(image, REIN_IMAGE_INDEX_BAD, REIN_SEC_SETS, i);
		end = (u64)set.off + set.len;
	}
	return REIN_IMAGE_OK;
}

/* Whether a state of an automaton that reads arguments, or of one that does not, may say `set`. */
static int may_say(const struct rein_image *image, u32 set, int is_arg)
{
	struct rein_span atoms;

	if (set >= rein_count(image, REIN_SEC_SETS))
		return 0;
	atoms = rein_get_set(image, set);
	return !atoms.len ||
	       rein_is_arg_atom(image->header, rein_get_set_atom(image, atoms.off)) == is_arg;
}

static int are_states_good(const struct rein_image *image, const struct rein_automaton *a)
{
	for (u32 i = 0; i < a->n_states; i++) {
		struct rein_state state = rein_get_state(image, a->states + i);

		if (!may_say(image, state.accept, a->kind == REIN_ARG) ||
		    !may_say(image, state.emit, a->kind == REIN_ARG))
			return 0;
		/* The walk stops here without asking. */
		if (i == 0 && (state.accept || state.emit))
			return 0;
	}
	return 1;
}

static int are_steps_good(const struct rein_image *image, const struct rein_automaton *a)
{
	for (u32 byte = 0; byte < 256; byte++) {
		if (rein_get_class(image, a->classes + byte) >= a->n_classes)
			return 0;
	}
	for (u32 i = 0; i < a->n_states * a->n_classes; i++) {
		u32 next = rein_get_cell(image, a->cells + i);

		if (next >= a->n_states || (i < a->n_classes && next))
			return 0;
	}
	return 1;
}

static enum rein_image_fault check_automaton(const struct rein_image *image,
					     const struct rein_automaton *a, u64 cells_end)
{
	u64 n_cells = (u64)a->n_states * a->n_classes;

	if (a->kind >= REIN_KINDS || !a->n_states || a->n_states > REIN_STATES_MAX ||
	    !a->n_classes || a->n_classes > 256)
		return REIN_IMAGE_LIMIT_BAD;
	if (a->start >= a->n_states || !a->emit_from || a->emit_from > a->n_states)
		return REIN_IMAGE_INDEX_BAD;
	if (a->cells < cells_end || !rein_within(image, REIN_SEC_CLASSES, a->classes, 256) ||
	    !rein_within(image, REIN_SEC_CELLS, a->cells, n_cells) ||
	    !rein_within(image, REIN_SEC_STATES, a->states, a->n_states))
		return REIN_IMAGE_INDEX_BAD;
	if (!are_states_good(image, a) || !are_steps_good(image, a))
		return REIN_IMAGE_INDEX_BAD;
	return REIN_IMAGE_OK;
}

enum rein_image_fault rein_check_automata(struct rein_image *image)
{
	u32 of_kind[REIN_KINDS] = { 0 };
	u64 cells_end = 0;

	for (u32 i = 0; i < rein_count(image, REIN_SEC_AUTOMATA); i++) {
		struct rein_automaton a = rein_get_automaton(image, i);
		enum rein_image_fault fault = check_automaton(image, &a, cells_end);

		if (!fault && ++of_kind[a.kind] > REIN_AUTOMATA_MAX)
			fault = REIN_IMAGE_LIMIT_BAD;
		if (fault)
			return rein_fault(image, fault, REIN_SEC_AUTOMATA, i);
		cells_end = a.cells + (u64)a.n_states * a.n_classes;
	}
	return REIN_IMAGE_OK;
}
