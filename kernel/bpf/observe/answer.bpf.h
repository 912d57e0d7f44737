/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of an event that has happened: it can be told, and its process can be ended, before
 * it goes on. What asks for more is told as what it was: allowed.
 */
#ifndef REIN_OBSERVE_ANSWER_BPF_H
#define REIN_OBSERVE_ANSWER_BPF_H

#include "../answer.bpf.h"

/* Nobody but a process of the very run that was decided about is ever killed: the number of a slot
 * is used again, the run's own number is not. The first process is no exception where nothing can
 * be refused: to spare it would be to let it do what it likes. */
REIN_INLINE bool rein_may_kill(const struct rein_deciding *d)
{
	return d->run->state == REIN_RUN_LIVE && d->run->serial &&
	       d->run->serial == d->proc->serial;
}

/* Tells and kills. True where the process is at its end. */
REIN_INLINE bool rein_answer_after(struct rein_deciding *d)
{
	bool kills = d->s->verdict.effect == REIN_KILL && rein_may_kill(d);

	if (d->s->verdict.effect == REIN_NONE)
		return false;
	rein_count_up(d->run, REIN_COUNT_MATCHES);
	rein_report(d, REIN_RECORD_MATCH, kills ? REIN_OUT_KILLED : REIN_OUT_ALLOWED, 0, 0);
	if (kills)
		bpf_send_signal(SIGKILL);
	return kills;
}

/* An event that happened: it changes what it changes, whatever becomes of the process. */
__noinline int rein_happened_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_deciding d = { .proc = proc, .slot = slot };

	d.s = bpf_map_lookup_elem(&scratches, &slot);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return -EPERM;
	rein_answer_after(&d);
	rein_commit_now(&d);
	return 0;
}

/* A program that was loaded and has not run: killed here, it never does, and nothing changes. */
__noinline int rein_loaded_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_deciding d = { .proc = proc, .slot = slot };

	d.s = bpf_map_lookup_elem(&scratches, &slot);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return -EPERM;
	if (!rein_answer_after(&d))
		rein_commit_now(&d);
	return 0;
}

/* Connecting, sending, binding: asked about before. Nobody can be asked here, so an ask is refused.
 * -EPERM refuses. */
__noinline int rein_refusable_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_deciding d = { .proc = proc, .slot = slot };
	u32 outcome = REIN_OUT_BLOCKED;
	u32 effect;

	d.s = bpf_map_lookup_elem(&scratches, &slot);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return -EPERM;
	effect = d.s->verdict.effect;
	if (effect == REIN_NONE)
		return rein_commit_now(&d);
	rein_count_up(d.run, REIN_COUNT_MATCHES);
	if (effect == REIN_NOTIFY)
		outcome = REIN_OUT_ALLOWED;
	else if (effect == REIN_KILL && !(proc->flags & REIN_PROC_ROOT) && rein_may_kill(&d))
		outcome = REIN_OUT_KILLED;
	rein_report(&d, REIN_RECORD_MATCH, outcome, 0, 0);
	if (outcome == REIN_OUT_ALLOWED)
		return rein_commit_now(&d);
	if (outcome == REIN_OUT_KILLED)
		bpf_send_signal(SIGKILL);
	return -EPERM;
}

#endif
