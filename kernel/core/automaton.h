/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One automaton walking over bytes. A state from `emit_from` on says its emit set when it is
 * entered, the start state at once; the state the bytes end in says its accept set.
 */
#ifndef REIN_AUTOMATON_H
#define REIN_AUTOMATON_H

#include "bits.h"

#define REIN_DEAD 0u

struct rein_walk {
	const struct rein_image *image;
	struct rein_bits *bits;
	struct rein_automaton automaton;
	struct rein_bytes bytes;
	u32 state;
	u32 said; /* the emit set said last: a `**` tail says the same one at every byte */
};

/* Adds the atoms of a set. */
void rein_say(const struct rein_image *image, struct rein_bits *bits, u32 set);

/* A walk over `bytes` by automaton number `i`, not yet started. */
REIN_INLINE struct rein_walk rein_walk_of(const struct rein_image *image, struct rein_bits *bits,
					  u32 i, struct rein_bytes bytes)
{
	return (struct rein_walk){
		.image = image,
		.bits = bits,
		.automaton = rein_get_automaton(image, i),
		.bytes = bytes,
	};
}

REIN_INLINE void rein_walk_enter(struct rein_walk *walk, u32 state)
{
	walk->state = state;
	if (state >= walk->automaton.emit_from) {
		u32 set = rein_get_state(walk->image, walk->automaton.states + state).emit;

		if (set != walk->said)
			rein_say(walk->image, walk->bits, set);
		walk->said = set;
	}
}

REIN_INLINE void rein_walk_start(struct rein_walk *walk)
{
	walk->said = 0;
	rein_walk_enter(walk, walk->automaton.start);
}

REIN_INLINE void rein_walk_byte(struct rein_walk *walk, u8 byte)
{
	const struct rein_automaton *a = &walk->automaton;
	u32 class = rein_get_class(walk->image, a->classes + byte);

	rein_walk_enter(walk, rein_get_cell(walk->image,
					    a->cells + walk->state * a->n_classes + class));
}

REIN_INLINE void rein_walk_end(struct rein_walk *walk)
{
	rein_say(walk->image, walk->bits,
		 rein_get_state(walk->image, walk->automaton.states + walk->state).accept);
}

#endif
