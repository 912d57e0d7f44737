/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clauses that matched.
 */
#include "matches.h"
#include "bits.h"

void rein_matches_clear(struct rein_bits *bits)
{
	for (u32 i = 0; i < REIN_CLAUSE_WORDS / 64; i++)
		bits->clause_live[i] = bits->settled_live[i] = 0;
}

void rein_matches_add(struct rein_bits *bits, struct rein_verdict *verdict, u32 clause, u32 effect)
{
	u32 word = clause / 64;

	if (word >= REIN_CLAUSE_WORDS)
		return;
	rein_sparse_put(bits->clause, bits->clause_live, word,
			rein_sparse_word(bits->clause, bits->clause_live, word) |
				1ull << (clause % 64));
	if (effect > verdict->effect || (effect == verdict->effect && clause < verdict->decisive)) {
		verdict->effect = (u8)effect;
		verdict->decisive = (u16)clause;
	}
}

void rein_matches_settle(struct rein_bits *bits, u32 clause)
{
	u32 word = clause / 64;

	if (word >= REIN_CLAUSE_WORDS)
		return;
	rein_sparse_put(bits->settled, bits->settled_live, word,
			rein_sparse_word(bits->settled, bits->settled_live, word) |
				1ull << (clause % 64));
}

int rein_matches_settled(const struct rein_bits *bits, u32 clause)
{
	u32 word = clause / 64;

	if (word >= REIN_CLAUSE_WORDS)
		return 0;
	return rein_sparse_word(bits->settled, bits->settled_live, word) >> (clause % 64) & 1;
}

struct listing {
	const struct rein_bits *bits;
	struct rein_verdict *verdict;
	u32 word; /* the word at hand, and what of it is not listed yet */
	u64 left;
};

REIN_INLINE int list_clause(u32 i, struct listing *listing)
{
	struct rein_verdict *verdict = listing->verdict;

	(void)i;
	if (!listing->left)
		return 1;
	if (verdict->n_matches >= REIN_MATCHES_MAX) {
		verdict->n_more += (u16)__builtin_popcountll(listing->left);
		return 1;
	}
	verdict->matches[verdict->n_matches++] =
		(u16)(listing->word * 64 + (u32)__builtin_ctzll(listing->left));
	listing->left &= listing->left - 1;
	return 0;
}

REIN_INLINE int list_word(u32 i, struct listing *listing)
{
	u32 first = i ? listing->word + 1 : 0;

	listing->word = rein_sparse_next_word(listing->bits->clause_live, first, REIN_CLAUSE_WORDS);
	if (listing->word >= REIN_CLAUSE_WORDS)
		return 1;
	listing->left = listing->bits->clause[REIN_BELOW(REIN_CLAUSE_WORDS, listing->word)];
	REIN_LOOP(64, list_clause, listing);
	return 0;
}

void rein_matches_list(const struct rein_bits *bits, struct rein_verdict *verdict)
{
	struct listing listing = { .bits = bits, .verdict = verdict };

	REIN_LOOP(REIN_CLAUSE_WORDS, list_word, &listing);
}
