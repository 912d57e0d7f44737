/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes come and go: a child is governed before it can run, or it is not made; the end of a
 * process opens the gates that it armed, and the end of the last one ends the run.
 */
#ifndef REIN_HOOKS_TASK_BPF_H
#define REIN_HOOKS_TASK_BPF_H

#include "budget.bpf.h"
#include "hooks-guard.bpf.h"

#define CLONE_THREAD 0x10000u
#define SIGNAL_GROUP_EXIT 4u

/* The state that a child begins with. False where there is no room for it. */
REIN_INLINE bool rein_inherit(struct rein_proc *parent, struct task_struct *task)
{
	struct rein_proc *child;

	child = bpf_task_storage_get(&procs, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!child)
		return false;
	child->run = parent->run;
	child->flags = 0;
	child->serial = parent->serial;
	child->task = parent->task;
	for (int i = 0; i < REIN_EXIT_WORDS; i++)
		child->task.exits[i] = 0;
	return true;
}

/* The state of a process to be. Threads, io_uring workers among them, share their leader's. */
REIN_INLINE int rein_on_task_alloc(struct task_struct *task, u64 clone_flags)
{
	struct rein_proc *parent = rein_subject();
	struct rein_bpf_run *run;
	u32 slot;

	if (!parent || clone_flags & CLONE_THREAD)
		return 0;
	if (clone_flags & CLONE_NEW_ANY && rein_guard(REIN_GUARD_NAMESPACES))
		return -EPERM;
	slot = parent->run;
	run = bpf_map_lookup_elem(&runs, &slot);
	if (!run || run->cancelled)
		return -EPERM;
	if (!rein_counted_process() && rein_inherit(parent, task))
		return 0;
	rein_count_up(run, REIN_COUNT_FORK_REFUSED);
	return -EAGAIN;
}

/* The child is sure to be; nothing of it has run. */
REIN_INLINE void rein_on_new_task(struct task_struct *task, u64 clone_flags)
{
	struct rein_proc *parent = rein_outside() ? 0 : rein_subject();
	struct rein_bpf_run *run;
	u32 slot;

	if (clone_flags & CLONE_THREAD || !parent)
		return;
	slot = parent->run;
	run = bpf_map_lookup_elem(&runs, &slot);
	if (!run)
		return;
	/* No hook was asked about it, and here it cannot be refused. */
	if (!bpf_task_storage_get(&procs, task, 0, 0) && !rein_inherit(parent, task)) {
		rein_count_up(run, REIN_COUNT_FORK_REFUSED);
		bpf_send_signal(SIGKILL);
		return;
	}
	__sync_fetch_and_add(&run->processes, 1);
	rein_count_up(run, REIN_COUNT_PROCESSES);
	if (run->cancelled) /* where no hook could refuse it */
		bpf_send_signal(SIGKILL);
}

struct rein_ending {
	struct rein_deciding *d;
	s32 status;
};

static long rein_end_exit(u32 i, struct rein_ending *ending)
{
	struct rein_deciding *d = ending->d;
	struct rein_exit slot;

	if (!(d->proc->task.exits[(i / 64) & (REIN_EXIT_WORDS - 1)] >> (i % 64) & 1))
		return 0;
	slot = rein_get_exit(&d->image, i);
	if (slot.status == ending->status)
		d->s->verdict.opens[(slot.gate / 64) & (REIN_GATE_WORDS - 1)] |=
			1ull << (slot.gate % 64);
	return 0;
}

/* 0..255 for a process that ended by itself, -1 for one that a signal ended. */
REIN_INLINE s32 rein_exit_status(struct task_struct *leader)
{
	struct signal_struct *signal = leader->signal;
	int code = signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code : leader->exit_code;

	return code & 0x7f ? -1 : code >> 8 & 0xff;
}

REIN_INLINE void rein_open_exit_gates(struct rein_deciding *d, s32 status)
{
	struct rein_ending ending = { d, status };
	u64 armed = 0;

	for (int i = 0; i < REIN_EXIT_WORDS; i++)
		armed |= d->proc->task.exits[i];
	if (!armed || status < 0 || !rein_begin(d, REIN_CALL_EXIT))
		return;
	bpf_loop(REIN_EXITS_MAX, rein_end_exit, &ending, 0);
	if (rein_commit_gates(&d->run->run, &d->s->verdict))
		rein_report_change(d, 0);
	rein_give(d);
}

/* The engine of a run has ended, by whatever: from here on an ask is a denial. */
REIN_INLINE void rein_on_engine_exit(struct task_struct *leader)
{
	u32 *slot = bpf_task_storage_get(&engines, leader, 0, 0);
	/* A keeper's number has a bit that no slot has: it finds no run. */
	struct rein_bpf_run *run = slot ? bpf_map_lookup_elem(&runs, slot) : 0;

	if (!run)
		return;
	run->unanswered = 1;
	if (!run->root)
		run->state = REIN_RUN_ENDED; /* nothing was started, and nothing will be */
}

REIN_INLINE void rein_on_exit(struct task_struct *task)
{
	struct rein_deciding d = {};
	struct task_struct *leader = task->group_leader;
	struct rein_proc *proc = bpf_task_storage_get(&procs, leader, 0, 0);

	if (task->signal->live.counter > 0)
		return;
	if (!proc) {
		rein_on_engine_exit(leader);
		return;
	}
	if (__sync_fetch_and_or(&proc->ended, 1)) /* the last two threads may both see 0 */
		return;
	if (rein_ready(&d, proc))
		rein_open_exit_gates(&d, rein_exit_status(leader));
	if (d.run && __sync_fetch_and_add(&d.run->processes, -1) == 1)
		rein_report_empty(&d);
}

#endif
