/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One object that an event touches, asked about in the order of docs/reference/semantics.md:
 * begin, say the atoms of its names, end; and once for the whole event, finish. Inline and apart
 * from decide.c for hosts that cannot hold names by pointer and feed them in one after the other.
 */
#ifndef REIN_ASPECT_H
#define REIN_ASPECT_H

#include "bits.h"
#include "matches.h"
#include "rows.h"

#define REIN_READING (REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ) | REIN_OP(REIN_RECV))
#define REIN_WRITING (REIN_OP(REIN_WRITE) | REIN_OP(REIN_CONNECT))
#define REIN_ALL_OPS (REIN_OP(REIN_OPS) - 1)

/* Puts what is known without looking at names: operations, labels, gates, lineage. */
REIN_INLINE void rein_aspect_begin(const struct rein_image *image, const struct rein_run *run,
				   const struct rein_task *task, u32 ops, struct rein_bits *bits)
{
	const struct rein_header *header = image->header;

	rein_bits_clear(bits);
	rein_bits_put_word(bits, 0, ops & REIN_ALL_OPS);
	rein_bits_put_word(bits, header->label_atom, task->labels);
	rein_bits_put_words(bits, header->gate_atom, run->gates, header->gate_words,
			    REIN_GATE_WORDS);
	rein_bits_put_words(bits, header->lineage_atom, task->lineage, header->lineage_words,
			    REIN_LINEAGE_WORDS);
}

/* The labels that the subject carries while the aspect is asked about. A shield keeps an object's
 * labels off; what a source or an endorsement gives by name comes all the same; a declassifier
 * drops last. */
REIN_INLINE u64 rein_labels_with(const struct rein_asking *asking, const struct rein_task *task,
				 u64 carried)
{
	const struct rein_gain *gain = asking->gain;
	u64 labels = task->labels;

	if (asking->ops & REIN_READING)
		labels |= (carried | gain->object) & ~task->shield;
	return (labels | gain->add) & ~gain->drop;
}

/* Asks the exec clauses of the running program again with `labels`. What fires now and did not with
 * the labels from before is decided here, as if it had been an operation of this aspect. A policy
 * without such clauses pays one look; with them, only a gain of labels is asked about. */
REIN_INLINE void rein_ask_standing(const struct rein_asking *asking, const struct rein_task *task,
				   u64 labels)
{
	const struct rein_header *header = asking->image->header;

	if (!header->standing_words || !(labels & ~task->labels))
		return;
	rein_bits_put_words(asking->bits, header->standing_atom, task->standing,
			    header->standing_words, REIN_STANDING_WORDS);
	rein_bits_put_word(asking->bits, header->label_atom, task->labels);
	asking->gain->settling = 1;
	rein_fire_rows(asking, REIN_TABLE_STANDING);
	rein_bits_put_word(asking->bits, header->label_atom, labels);
	asking->gain->settling = 0;
	rein_fire_rows(asking, REIN_TABLE_STANDING);
}

/* Asks the tables, flow first, then with what it brought the rules and the gates. `carried` are the
 * object's labels; `asking->gain` is empty and `asking->verdict` begun. Answers the labels that
 * sources put on the object. */
REIN_INLINE u64 rein_aspect_end(const struct rein_asking *asking, const struct rein_task *task,
				u64 carried)
{
	const struct rein_header *header = asking->image->header;
	struct rein_task *next = &asking->verdict->next;
	struct rein_gain *gain = asking->gain;
	u64 labels;

	rein_fire_rows(asking, REIN_TABLE_FLOW);
	/* Built-in labels say who acts, not what is known: no object has them, none drops. */
	gain->object &= header->flow_labels;
	gain->drop &= header->flow_labels;
	labels = rein_labels_with(asking, task, carried);
	rein_bits_put_word(asking->bits, header->label_atom, labels);
	for (u32 i = 0; i < REIN_LINEAGE_WORDS; i++)
		gain->lineage[i] |= task->lineage[i];
	rein_bits_put_words(asking->bits, header->lineage_atom, gain->lineage,
			    header->lineage_words, REIN_LINEAGE_WORDS);
	if (asking->ops & REIN_OP(REIN_EXEC)) {
		asking->verdict->starts = 1;
		for (u32 i = 0; i < REIN_STANDING_WORDS; i++)
			next->standing[i] = 0;
	}
	rein_fire_rows(asking, REIN_TABLE_RULES);
	rein_fire_rows(asking, REIN_TABLE_GATES);
	if (!(asking->ops & REIN_OP(REIN_EXEC)))
		rein_ask_standing(asking, task, labels);
	next->labels = (next->labels | labels) & ~gain->drop;
	next->shield |= gain->drop;
	for (u32 i = 0; i < REIN_LINEAGE_WORDS; i++)
		next->lineage[i] |= gain->lineage[i];
	return gain->object;
}

REIN_INLINE void rein_verdict_begin(const struct rein_task *task, struct rein_bits *bits,
				    struct rein_verdict *verdict)
{
	*verdict = (struct rein_verdict){ .next = *task };
	rein_matches_clear(bits);
}

/* After all aspects: what is written to gets what the subject carries in the end. */
REIN_INLINE void rein_verdict_end(const struct rein_image *image, const struct rein_bits *bits,
				  const u16 ops[2], struct rein_verdict *verdict)
{
	for (u32 i = 0; i < 2; i++) {
		if (ops[i] & REIN_WRITING)
			verdict->object_labels[i] |= verdict->next.labels &
						     image->header->flow_labels;
	}
	if (verdict->effect != REIN_NONE)
		rein_matches_list(bits, verdict);
}

#endif
