/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between a decision and what is remembered of it: see memo.bpf.h.
 */
#ifndef REIN_REMEMBER_BPF_H
#define REIN_REMEMBER_BPF_H

#include "answer.bpf.h"
#include "memo.bpf.h"

/* The labels of an object as a key has them. */
REIN_INLINE u64 rein_carried(const struct rein_file_key *key, u64 labels)
{
	return key->ino ? labels : REIN_CANNOT_CARRY;
}

/* Whether it is known that nothing comes of the event. */
REIN_INLINE bool rein_is_quiet(const struct rein_deciding *d, const struct rein_memo_key *key,
			       u32 slot, u32 ops, u64 carried)
{
	u32 count = 0;
	struct rein_memo *found = rein_memo_find(key, slot, &count);

	return found && rein_memo_quiet(found, &d->proc->task, &d->run->run, ops, carried) &&
	       rein_memo_holds(found, count);
}

/* Takes what is remembered of the name, and where that is nothing, of its folder. */
static __noinline void rein_recall(struct rein_deciding *d, u32 slot)
{
	struct rein_known *known = &d->s->known;
	struct rein_memo *found;
	u32 count = 0;

	known->slot = slot;
	known->serial = d->image.header->crc32;
	found = rein_memo_find(&known->key, slot, &count);
	if (found) {
		known->n_atoms = found->n_atoms;
		__builtin_memcpy(known->atoms, found->atoms, sizeof(known->atoms));
		known->has_atoms = rein_memo_holds(found, count);
	}
}

static __noinline void rein_recall_folder(struct rein_deciding *d)
{
	struct rein_known *known = &d->s->known;
	struct rein_memo_key key = known->key;
	u32 slot = rein_key_of_folder(&key);
	struct rein_memo *found;
	u32 count = 0;

	found = rein_memo_find(&key, slot, &count);
	if (!found)
		return;
	__builtin_memcpy(known->states, found->atoms, sizeof(known->states));
	known->has_folder = rein_memo_holds(found, count);
}

/* What is known is about an image that was swapped meanwhile. */
REIN_INLINE void rein_forget_known(struct rein_known *known)
{
	known->slot = REIN_MEMO_SLOTS;
	known->has_atoms = 0;
	known->has_folder = 0;
}

/* Whether the event changes nothing and is told nobody. */
REIN_INLINE bool rein_came_to_nothing(const struct rein_proc *proc, const struct rein_run *run,
				      const struct rein_scratch *s)
{
	const struct rein_verdict *v = &s->verdict;
	u64 changes = v->next.labels ^ proc->task.labels;

	changes |= v->next.shield ^ proc->task.shield;
	for (u32 i = 0; i < REIN_LINEAGE_WORDS; i++)
		changes |= v->next.lineage[i] ^ proc->task.lineage[i];
	for (u32 i = 0; i < REIN_EXIT_WORDS; i++)
		changes |= v->next.exits[i] & ~proc->task.exits[i];
	for (u32 i = 0; i < REIN_GATE_WORDS; i++)
		changes |= (v->opens[i] & ~run->gates[i]) |
			   (v->closes[i] & ~v->opens[i] & run->gates[i]);
	for (u32 i = 0; i < 2; i++) {
		if (s->aspects[i].key.ino)
			changes |= v->object_labels[i] & ~s->aspects[i].labels;
	}
	return v->effect == REIN_NONE && !changes;
}

/* The gates under which it was decided, from the bits themselves. */
REIN_INLINE void rein_quiet_of(struct rein_quiet *quiet, const struct rein_scratch *s,
			       const struct rein_header *header)
{
	const struct rein_verdict *v = &s->verdict;

	quiet->ops = s->aspects[0].ops;
	quiet->labels = v->next.labels;
	quiet->shield = v->next.shield;
	__builtin_memcpy(quiet->lineage, v->next.lineage, sizeof(quiet->lineage));
	quiet->carried = rein_carried(&s->aspects[0].key, s->aspects[0].labels);
	for (u32 i = 0; i < REIN_MEMO_GATE_WORDS; i++) {
		u32 word = (header->gate_atom / 64 + i) & (REIN_ATOM_WORDS - 1);

		quiet->gates[i] = i < header->gate_words ?
					  rein_sparse_word(s->bits.word, s->bits.live, word) :
					  0;
	}
	if (header->gate_words > REIN_MEMO_GATE_WORDS)
		quiet->ops = 0;
}

/* Takes a slot over. Null while another does. */
REIN_INLINE struct rein_memo *rein_memo_begin(u32 slot)
{
	struct rein_memo *found = bpf_map_lookup_elem(&memos, &slot);
	u32 count;

	if (!found)
		return 0;
	count = found->count;
	if (count & 1 || __sync_val_compare_and_swap(&found->count, count, count + 1) != count)
		return 0;
	return found;
}

REIN_INLINE void rein_memo_end(struct rein_memo *found)
{
	__sync_fetch_and_add(&found->count, 1);
}

REIN_INLINE void rein_remember_folder(struct rein_scratch *s)
{
	struct rein_memo_key key = s->known.key;
	struct rein_memo *found = rein_memo_begin(rein_key_of_folder(&key));

	if (!found)
		return;
	found->key = key;
	__builtin_memcpy(found->atoms, s->known.states, sizeof(found->atoms));
	rein_memo_end(found);
}

/* After a decision about one object: 1 when it came to nothing. Remembers it. */
__noinline int rein_remember_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_bpf_run *run;
	struct rein_memo *found;
	struct rein_image image;
	bool quiet;

	if (!proc || !s || !rein_same_image(s, &image))
		return 0;
	run = bpf_map_lookup_elem(&runs, &s->run);
	if (!run)
		return 0;
	quiet = rein_came_to_nothing(proc, &run->run, s);
	if (s->known.slot >= REIN_MEMO_SLOTS || s->known.n_atoms > REIN_MEMO_ATOMS)
		return quiet;
	if (s->known.folder_bytes)
		rein_remember_folder(s);
	found = rein_memo_begin(s->known.slot);
	if (!found)
		return quiet;
	found->key = s->known.key;
	found->n_atoms = s->known.n_atoms;
	__builtin_memcpy(found->atoms, s->known.atoms, sizeof(found->atoms));
	found->quiet.ops = 0;
	if (quiet)
		rein_quiet_of(&found->quiet, s, image.header);
	rein_memo_end(found);
	return quiet;
}

#endif
