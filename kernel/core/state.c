/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the state of processes and runs changes outside of a decision.
 */
#include "access.h"

void rein_start(const struct rein_image *image, struct rein_task *task)
{
	u32 labels = rein_count(image, REIN_SEC_LABELS);
	u64 all = labels >= 64 ? ~0ull : (1ull << labels) - 1;

	*task = (struct rein_task){ .labels = all & ~image->header->flow_labels };
}

/* Sequentially this is `task = next`. Between a decision and its commit another thread may have
 * read a secret, so labels are merged: what the decision dropped is what `next` is shielded from
 * and does not carry. What stands is the new program's, after an exec. The rest only ever gains. */
void rein_commit(struct rein_run *run, struct rein_task *task, const struct rein_verdict *verdict)
{
	const struct rein_task *next = &verdict->next;
	u64 dropped = next->shield & ~next->labels;

	task->labels = (task->labels | next->labels) & ~dropped;
	task->shield |= next->shield;
	for (u32 i = 0; i < REIN_LINEAGE_WORDS; i++)
		task->lineage[i] |= next->lineage[i];
	for (u32 i = 0; i < REIN_EXIT_WORDS; i++)
		task->exits[i] |= next->exits[i];
	for (u32 i = 0; i < REIN_STANDING_WORDS && verdict->starts; i++)
		task->standing[i] = next->standing[i];
	for (u32 i = 0; i < REIN_GATE_WORDS; i++)
		run->gates[i] = (run->gates[i] & ~verdict->closes[i]) | verdict->opens[i];
}

void rein_fork(const struct rein_task *parent, struct rein_task *child)
{
	*child = *parent;
	for (u32 i = 0; i < REIN_EXIT_WORDS; i++)
		child->exits[i] = 0;
}

struct ending {
	const struct rein_image *image;
	const struct rein_task *task;
	s32 status;
	u64 *opens;
};

REIN_INLINE int end_slot(u32 i, struct ending *ending)
{
	struct rein_exit slot;

	if (!(ending->task->exits[i / 64] >> (i % 64) & 1))
		return 0;
	slot = rein_get_exit(ending->image, i);
	if (slot.status == ending->status && slot.gate < REIN_GATES_MAX)
		ending->opens[slot.gate / 64] |= 1ull << (slot.gate % 64);
	return 0;
}

void rein_exit(const struct rein_image *image, struct rein_run *run, const struct rein_task *task,
	       s32 status, u64 opens[REIN_GATE_WORDS])
{
	struct ending ending = { image, task, status, opens };

	for (u32 i = 0; i < REIN_GATE_WORDS; i++)
		opens[i] = 0;
	REIN_LOOP(rein_least(rein_count(image, REIN_SEC_EXITS), REIN_EXITS_MAX), end_slot, &ending);
	for (u32 i = 0; i < REIN_GATE_WORDS; i++) {
		opens[i] &= ~run->gates[i];
		run->gates[i] |= opens[i];
	}
}

void rein_approve(struct rein_run *run, u32 gate)
{
	if (gate < REIN_GATES_MAX)
		run->gates[gate / 64] |= 1ull << (gate % 64);
}
