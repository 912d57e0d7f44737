/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching a name: one pass over its bytes for each automaton of the kind, whatever the number of
 * patterns in them.
 */
#include "automaton.h"

struct say {
	const struct rein_image *image;
	struct rein_bits *bits;
	struct rein_span atoms;
};

REIN_INLINE int say_atom(u32 i, struct say *say)
{
	rein_bits_set(say->bits, rein_get_set_atom(say->image, say->atoms.off + i));
	return 0;
}

void rein_say(const struct rein_image *image, struct rein_bits *bits, u32 set)
{
	struct say say = { image, bits, rein_get_set(image, set) };

	REIN_LOOP(say.atoms.len, say_atom, &say);
}

REIN_INLINE int walk_name_byte(u32 i, struct rein_walk *walk)
{
	rein_walk_byte(walk, rein_byte(walk->bytes, i));
	return walk->state == REIN_DEAD;
}

struct match {
	const struct rein_image *image;
	struct rein_bits *bits;
	enum rein_automaton_kind kind;
	struct rein_bytes name;
};

REIN_INLINE int match_automaton(u32 i, struct match *match)
{
	struct rein_walk walk = rein_walk_of(match->image, match->bits, i, match->name);

	if (walk.automaton.kind != match->kind)
		return 0;
	rein_walk_start(&walk);
	REIN_LOOP(rein_least(match->name.len, REIN_PATH_MAX), walk_name_byte, &walk);
	if (match->name.len <= REIN_PATH_MAX)
		rein_walk_end(&walk);
	return 0;
}

void rein_match(const struct rein_image *image, enum rein_automaton_kind kind,
		struct rein_bytes name, struct rein_bits *bits)
{
	struct match match = { image, bits, kind, name };

	REIN_LOOP(rein_count(image, REIN_SEC_AUTOMATA), match_automaton, &match);
}
