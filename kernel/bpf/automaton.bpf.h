/* SPDX-License-Identifier: Apache-2.0 */
/*
 * core/automaton.c for BPF: the same walk, several bytes for each turn of bpf_loop, with the chunk
 * of cells looked up once a turn. A turn ends early where a state has something to say.
 */
#ifndef REIN_AUTOMATON_BPF_H
#define REIN_AUTOMATON_BPF_H

#include "access.bpf.h"
#include "../core/bits.h"

#define REIN_DEAD 0u
#define REIN_BYTES_A_TURN 8

struct rein_walk {
	const struct rein_image *image;
	struct rein_scratch *s;
	const u8 *classes;
	const u8 *at;
	struct rein_place_in *in;
};

struct rein_say {
	const struct rein_image *image;
	struct rein_scratch *s;
	struct rein_span atoms;
};

static long rein_say_atom(u32 i, struct rein_say *say)
{
	struct rein_scratch *s = say->s;
	u16 atom = rein_get_set_atom(say->image, say->atoms.off + i);

	rein_bits_set(&s->bits, atom);
	rein_known_add(&s->known, atom);
	return 0;
}

/* Adds the atoms of a set. */
REIN_INLINE void rein_say(const struct rein_image *image, struct rein_scratch *s, u32 set)
{
	struct rein_say say = { image, s, rein_get_set(image, set) };

	bpf_loop(say.atoms.len, rein_say_atom, &say, 0);
}

REIN_INLINE void rein_walk_enter(struct rein_walk *walk, u32 state)
{
	walk->in->state = state;
	if (state >= walk->in->automaton.emit_from) {
		u32 set = rein_get_state(walk->image, walk->in->automaton.states + state).emit;

		if (set != walk->in->said)
			rein_say(walk->image, walk->s, set);
		walk->in->said = set;
	}
}

REIN_INLINE void rein_walk_of(struct rein_walk *walk, const struct rein_image *image,
			      struct rein_scratch *s, u32 i)
{
	walk->image = image;
	walk->s = s;
	walk->in = &s->in;
	walk->in->automaton = rein_get_automaton(image, i);
	walk->classes = rein_in_head(image, rein_offset(image, REIN_SEC_CLASSES) +
						    walk->in->automaton.classes);
	walk->in->cells = rein_offset(image, REIN_SEC_CELLS) + 2 * walk->in->automaton.cells;
	walk->in->done = 0;
}

REIN_INLINE void rein_walk_start(struct rein_walk *walk)
{
	walk->in->said = 0;
	rein_walk_enter(walk, walk->in->automaton.start);
}

REIN_INLINE u32 rein_walk_cell(const struct rein_walk *walk, u32 state, u8 byte)
{
	u32 class = walk->classes[byte];

	return *(const u16 *)rein_at(walk->image,
				     walk->in->cells +
					     2 * (state * walk->in->automaton.n_classes + class),
				     2);
}

REIN_INLINE void rein_walk_end(struct rein_walk *walk)
{
	rein_say(walk->image, walk->s,
		 rein_get_state(walk->image, walk->in->automaton.states + walk->in->state).accept);
}

static long rein_walk_turn(u32 turn, struct rein_walk *walk)
{
	const struct rein_image *image = walk->image;
	u32 emit_from = walk->in->automaton.emit_from;
	u32 n_classes = walk->in->automaton.n_classes;
	u32 state = walk->in->state;
	u32 at = walk->in->done;
	u32 chunk = walk->in->cells >> REIN_CHUNK_SHIFT;
	const u8 *cells = bpf_map_lookup_elem((void *)image->base, &chunk);

	(void)turn;
	if (!cells)
		return 1;
	for (int k = 0; k < REIN_BYTES_A_TURN; k++) {
		u32 cell;

		if (at >= walk->in->len || state == REIN_DEAD) {
			walk->in->done = walk->in->len;
			walk->in->state = state;
			return 1;
		}
		cell = walk->in->cells +
		       2 * (state * n_classes + walk->classes[walk->at[at & (REIN_PATH_MAX - 1)]]);
		if (cell >> REIN_CHUNK_SHIFT == chunk)
			state = *(const u16 *)(cells + (cell & (REIN_CHUNK_BYTES - 2)));
		else
			state = *(const u16 *)rein_at(image, cell, 2);
		at++;
		if (state >= emit_from)
			break;
	}
	walk->in->done = at;
	rein_walk_enter(walk, state);
	return 0;
}

struct rein_matching {
	const struct rein_image *image;
	struct rein_scratch *s;
	const u8 *at;
	u32 len;
	u32 folder; /* bytes of the name up to its last segment, where that state is remembered */
	u32 kind;
};

/* A name whose folder was walked before goes on from there. */
REIN_INLINE void rein_walk_folder(struct rein_walk *walk, const struct rein_matching *matching,
				  u32 i)
{
	struct rein_known *known = &matching->s->known;
	u16 *state = &known->states[i & (REIN_AUTOMATA_MAX - 1)];

	if (known->has_folder && matching->kind == REIN_PATH) {
		walk->in->said = 0;
		rein_walk_enter(walk, *state);
		return;
	}
	rein_walk_start(walk);
	walk->in->len = matching->folder;
	bpf_loop(REIN_PATH_MAX, rein_walk_turn, walk, 0);
	*state = walk->in->state;
	walk->in->done = matching->folder;
}

static long rein_match_automaton(u32 i, struct rein_matching *matching)
{
	struct rein_walk walk;

	rein_walk_of(&walk, matching->image, matching->s, i);
	if (walk.in->automaton.kind != matching->kind)
		return 0;
	walk.at = matching->at;
	rein_walk_folder(&walk, matching, i);
	walk.in->len = matching->len;
	bpf_loop(REIN_PATH_MAX, rein_walk_turn, &walk, 0);
	rein_walk_end(&walk);
	return 0;
}

/* Sets the atoms of the patterns of one kind that name the bytes. `name.at` is no further than
 * REIN_PATH_MAX into a struct rein_name. */
REIN_INLINE void rein_match_name(const struct rein_image *image, enum rein_automaton_kind kind,
			    struct rein_bytes name, struct rein_scratch *s)
{
	struct rein_matching matching = {
		.image = image,
		.s = s,
		.at = name.at,
		.len = name.len,
		.folder = s->known.folder_bytes,
		.kind = kind,
	};

	bpf_loop(rein_count(image, REIN_SEC_AUTOMATA), rein_match_automaton, &matching, 0);
}

#endif
