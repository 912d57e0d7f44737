/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an event leaves behind, as core/state.c has it, with atomics: threads of a process and
 * processes of a run change the same words at once.
 */
#ifndef REIN_COMMIT_BPF_H
#define REIN_COMMIT_BPF_H

#include "report.bpf.h"

REIN_INLINE void rein_or(u64 *word, u64 bits)
{
	if ((*word & bits) != bits)
		__sync_fetch_and_or(word, bits);
}

/* Opens and closes gates. True when one changed. */
REIN_INLINE bool rein_commit_gates(struct rein_run *run, const struct rein_verdict *v)
{
	bool changed = false;

	for (int i = 0; i < REIN_GATE_WORDS; i++) {
		u64 closes = v->closes[i] & ~v->opens[i];

		if (run->gates[i] & closes) {
			__sync_fetch_and_and(&run->gates[i], ~closes);
			changed = true;
		}
		if (v->opens[i] & ~run->gates[i]) {
			__sync_fetch_and_or(&run->gates[i], v->opens[i]);
			changed = true;
		}
	}
	return changed;
}

REIN_INLINE void rein_commit_task(struct rein_task *task, const struct rein_verdict *v)
{
	const struct rein_task *next = &v->next;
	u64 dropped = next->shield & ~next->labels;

	rein_or(&task->labels, next->labels);
	if (task->labels & dropped)
		__sync_fetch_and_and(&task->labels, ~dropped);
	rein_or(&task->shield, next->shield);
	for (int i = 0; i < REIN_LINEAGE_WORDS; i++)
		rein_or(&task->lineage[i], next->lineage[i]);
	for (int i = 0; i < REIN_EXIT_WORDS; i++)
		rein_or(&task->exits[i], next->exits[i]);
	/* An exec leaves the process one thread: nobody else writes this. */
	if (v->starts) {
		for (int i = 0; i < REIN_STANDING_WORDS; i++)
			task->standing[i] = next->standing[i];
	}
}

/* The objects' labels. False where one could not be kept, and then the operation is refused. */
REIN_INLINE bool rein_commit_objects(struct rein_deciding *d)
{
	struct rein_scratch *s = d->s;

	if (rein_object_add(&s->aspects[0].key, s->verdict.object_labels[0]) &&
	    rein_object_add(&s->aspects[1].key, s->verdict.object_labels[1]))
		return true;
	rein_count_up(d->run, REIN_COUNT_NO_LABEL_ROOM);
	return false;
}

/* Everything but an exec, whose subject changes only when the new program starts. */
REIN_INLINE int rein_commit_now(struct rein_deciding *d)
{
	const struct rein_task *next = &d->s->verdict.next;
	u64 gained = next->labels & ~d->proc->task.labels;

	if (!rein_commit_objects(d))
		return -EPERM;
	rein_commit_task(&d->proc->task, &d->s->verdict);
	if (rein_commit_gates(&d->run->run, &d->s->verdict))
		rein_report_change(d, 0);
	if (gained)
		rein_report_change(d, gained);
	return 0;
}

#endif
