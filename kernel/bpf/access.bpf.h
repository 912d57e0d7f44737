/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the core reaches memory and loops in BPF: takes the place of core/access.h. An image is the
 * inner map of a run's slot (`base`) and a pointer to its first chunk (`header`); an element is
 * masked into its chunk: free where the image is sound, and a broken one stays inside.
 */
#ifndef REIN_ACCESS_H
#define REIN_ACCESS_H

#include "bit-count.bpf.h"
#include "maps.bpf.h"

#define REIN_INLINE static inline __attribute__((always_inline))

#define REIN_LOOP(limit, step, ctx) bpf_loop(limit, step, ctx, 0)

/* The compiler knows the index to be in range and would drop a plain mask: hide it from that. */
#define REIN_BELOW(n, i)                                                                           \
	({                                                                                         \
		u64 below = (i);                                                                   \
		asm volatile("%0 &= %1" : "+r"(below) : "i"((n) - 1));                             \
		below;                                                                             \
	})

/* `size` is a power of two that divides the chunk, and every section starts on its multiple. */
REIN_INLINE const void *rein_at(const struct rein_image *image, u32 byte, u32 size)
{
	u32 chunk = byte >> REIN_CHUNK_SHIFT;
	const u8 *at = bpf_map_lookup_elem((void *)image->base, &chunk);

	if (!at)
		return image->header; /* never, in an image that was checked; and harmless */
	return at + (byte & (REIN_CHUNK_BYTES - size));
}

REIN_INLINE u32 rein_count(const struct rein_image *image, enum rein_section section)
{
	return image->header->sections[section].len;
}

REIN_INLINE u32 rein_offset(const struct rein_image *image, enum rein_section section)
{
	return image->header->sections[section].off;
}

#define REIN_ELEMENT(name, type, section)                                                          \
	REIN_INLINE type rein_get_##name(const struct rein_image *image, u32 i)                    \
	{                                                                                          \
		return *(const type *)rein_at(image,                                               \
					      rein_offset(image, section) + i * sizeof(type),      \
					      sizeof(type));                                       \
	}

REIN_ELEMENT(cell, u16, REIN_SEC_CELLS)
REIN_ELEMENT(state, struct rein_state, REIN_SEC_STATES)
REIN_ELEMENT(set, struct rein_span, REIN_SEC_SETS)
REIN_ELEMENT(set_atom, u16, REIN_SEC_SET_ATOMS)
REIN_ELEMENT(literal, u16, REIN_SEC_LITERALS)
REIN_ELEMENT(index, struct rein_span, REIN_SEC_INDEX)
REIN_ELEMENT(index_row, u32, REIN_SEC_INDEX_ROWS)
REIN_ELEMENT(exit, struct rein_exit, REIN_SEC_EXITS)

/* Automata and byte classes lie in the first chunk (the loader sees to it): no look-up. */
REIN_INLINE const void *rein_in_head(const struct rein_image *image, u32 byte)
{
	return (const u8 *)image->header + (byte & (REIN_HEAD_BYTES - 8));
}

REIN_INLINE struct rein_automaton rein_get_automaton(const struct rein_image *image, u32 i)
{
	u32 byte = rein_offset(image, REIN_SEC_AUTOMATA) + i * sizeof(struct rein_automaton);

	return *(const struct rein_automaton *)rein_in_head(image, byte);
}

union rein_two_words {
	u64 word[2];
	struct rein_row row;
};

/* Sections start on multiples of eight: a row may lie across the end of a chunk. */
REIN_INLINE struct rein_row rein_get_row(const struct rein_image *image, u32 i)
{
	u32 byte = rein_offset(image, REIN_SEC_ROWS) + i * sizeof(struct rein_row);
	union rein_two_words two = { .word = {
		*(const u64 *)rein_at(image, byte, 8),
		*(const u64 *)rein_at(image, byte + 8, 8),
	} };

	return two.row;
}

REIN_INLINE u8 rein_byte(struct rein_bytes bytes, u32 i)
{
	return bytes.at[i & (REIN_PATH_MAX - 1)];
}

REIN_INLINE u32 rein_least(u32 a, u32 b)
{
	return a < b ? a : b;
}

/* The image in a run's slot as it is now. False when there is none. */
REIN_INLINE bool rein_image_of(u32 run, struct rein_image *image)
{
	u32 first = 0;
	void *map = bpf_map_lookup_elem(&policies, &run);

	if (!map)
		return false;
	image->base = map;
	image->header = bpf_map_lookup_elem(map, &first);
	return image->header != 0;
}

#endif
