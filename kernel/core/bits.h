/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scratch of a decision as two sparse sets, atoms and clauses. A mask says which words are in
 * use, so clearing costs six stores and a walk costs what is set, however many rules there are.
 */
#ifndef REIN_BITS_H
#define REIN_BITS_H

#include "access.h"

#define REIN_NO_BIT 0xffffffffu

REIN_INLINE u64 rein_sparse_word(const u64 *words, const u64 *live, u32 word)
{
	return live[word / 64] >> (word % 64) & 1 ? words[word] : 0;
}

/* INVARIANT: a live word is not zero. */
REIN_INLINE void rein_sparse_put(u64 *words, u64 *live, u32 word, u64 value)
{
	u64 bit = 1ull << (word % 64);

	words[word] = value;
	live[word / 64] = value ? live[word / 64] | bit : live[word / 64] & ~bit;
}

/* First live word from `first` on, of `n_words` (a multiple of 64); REIN_NO_BIT without one. */
REIN_INLINE u32 rein_sparse_next_word(const u64 *live, u32 first, u32 n_words)
{
	for (u32 mask = first / 64; mask < n_words / 64; mask++) {
		u64 left = live[REIN_BELOW(n_words / 64, mask)];

		if (mask == first / 64)
			left &= ~0ull << (first % 64);
		if (left)
			return mask * 64 + (u32)__builtin_ctzll(left);
	}
	return REIN_NO_BIT;
}

REIN_INLINE void rein_bits_clear(struct rein_bits *bits)
{
	for (u32 i = 0; i < REIN_ATOM_WORDS / 64; i++)
		bits->live[i] = 0;
}

/* Replaces the 64 atoms from `atom` on (a multiple of 64). */
REIN_INLINE void rein_bits_put_word(struct rein_bits *bits, u32 atom, u64 value)
{
	u32 word = atom / 64;

	if (word < REIN_ATOM_WORDS && rein_sparse_word(bits->word, bits->live, word) != value)
		rein_sparse_put(bits->word, bits->live, word, value);
}

/* Replaces the atoms from `atom` on, 64 for each of `n_words` of at most `max` words. */
REIN_INLINE void rein_bits_put_words(struct rein_bits *bits, u32 atom, const u64 *words,
				     u32 n_words, u32 max)
{
	for (u32 i = 0; i < max; i++) {
		if (i < n_words)
			rein_bits_put_word(bits, atom + 64 * i, words[i]);
	}
}

REIN_INLINE void rein_bits_set(struct rein_bits *bits, u32 atom)
{
	u32 word = atom / 64;

	if (word < REIN_ATOM_WORDS) {
		u64 old = rein_sparse_word(bits->word, bits->live, word);

		rein_sparse_put(bits->word, bits->live, word, old | 1ull << (atom % 64));
	}
}

REIN_INLINE int rein_bits_test(const struct rein_bits *bits, u32 atom)
{
	u32 word = atom / 64;

	if (word >= REIN_ATOM_WORDS)
		return 0;
	return rein_sparse_word(bits->word, bits->live, word) >> (atom % 64) & 1;
}

/* Lowest atom in the set that is `from` or higher; REIN_NO_BIT when there is none. */
REIN_INLINE u32 rein_bits_next(const struct rein_bits *bits, u32 from)
{
	u32 word = from / 64;

	if (word >= REIN_ATOM_WORDS)
		return REIN_NO_BIT;

	u64 left = rein_sparse_word(bits->word, bits->live, word) & ~0ull << (from % 64);

	if (!left) {
		word = rein_sparse_next_word(bits->live, word + 1, REIN_ATOM_WORDS);
		if (word >= REIN_ATOM_WORDS)
			return REIN_NO_BIT;
		left = bits->word[REIN_BELOW(REIN_ATOM_WORDS, word)];
	}
	return word * 64 + (u32)__builtin_ctzll(left);
}

#endif
