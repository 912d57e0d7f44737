/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the core reaches memory and loops: the only header that differs between its hosts. Here the
 * image is one mapped blob that rein_image_open() has checked, so an element is a plain load; a BPF
 * host answers from maps instead, and runs REIN_LOOP through bpf_loop so that the verifier sees
 * each body once. Elements are handed out by value: nothing in the core points into the image.
 */
#ifndef REIN_ACCESS_H
#define REIN_ACCESS_H

#include "core.h"

#define REIN_INLINE static inline __attribute__((always_inline))

/* Calls step(i, ctx) for i below `limit` until it answers other than 0. */
#define REIN_LOOP(limit, step, ctx)                                                                \
	do {                                                                                       \
		const u32 rein_limit = (limit);                                                    \
		for (u32 rein_i = 0; rein_i < rein_limit; rein_i++) {                              \
			if (step(rein_i, ctx))                                                     \
				break;                                                             \
		}                                                                                  \
	} while (0)

/* An index that is below `n`, a power of two, by what was asked before. BPF masks it once more,
 * since its verifier does not follow why. */
#define REIN_BELOW(n, i) (i)

REIN_INLINE const void *rein_section(const struct rein_image *image, enum rein_section section)
{
	return image->base + image->header->sections[section].off;
}

REIN_INLINE u32 rein_count(const struct rein_image *image, enum rein_section section)
{
	return image->header->sections[section].len;
}

#define REIN_ELEMENT(name, type, section)                                                          \
	REIN_INLINE type rein_get_##name(const struct rein_image *image, u32 i)                    \
	{                                                                                          \
		return ((const type *)rein_section(image, section))[i];                            \
	}

REIN_ELEMENT(automaton, struct rein_automaton, REIN_SEC_AUTOMATA)
REIN_ELEMENT(class, u8, REIN_SEC_CLASSES)
REIN_ELEMENT(cell, u16, REIN_SEC_CELLS)
REIN_ELEMENT(state, struct rein_state, REIN_SEC_STATES)
REIN_ELEMENT(set, struct rein_span, REIN_SEC_SETS)
REIN_ELEMENT(set_atom, u16, REIN_SEC_SET_ATOMS)
REIN_ELEMENT(row, struct rein_row, REIN_SEC_ROWS)
REIN_ELEMENT(literal, u16, REIN_SEC_LITERALS)
REIN_ELEMENT(index, struct rein_span, REIN_SEC_INDEX)
REIN_ELEMENT(index_row, u32, REIN_SEC_INDEX_ROWS)
REIN_ELEMENT(exit, struct rein_exit, REIN_SEC_EXITS)
REIN_ELEMENT(clause, struct rein_clause, REIN_SEC_CLAUSES)
REIN_ELEMENT(rule, struct rein_rule, REIN_SEC_RULES)
REIN_ELEMENT(gate, struct rein_gate, REIN_SEC_GATES)
REIN_ELEMENT(label, struct rein_span, REIN_SEC_LABELS)

REIN_INLINE u8 rein_byte(struct rein_bytes bytes, u32 i)
{
	return bytes.at[i];
}

REIN_INLINE u32 rein_least(u32 a, u32 b)
{
	return a < b ? a : b;
}

#endif
