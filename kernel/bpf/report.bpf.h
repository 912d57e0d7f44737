/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Telling the engine. A record goes whole into the run's ring or is counted as lost.
 */
#ifndef REIN_REPORT_BPF_H
#define REIN_REPORT_BPF_H

#include "decide.bpf.h"

#define REIN_TEXT_END (REIN_RECORD_TEXT - REIN_PATH_MAX)

/* Appends to the texts of the record; answers the bytes that it took. */
REIN_INLINE u32 rein_text(struct rein_scratch *s, const void *from, u32 len)
{
	u32 at = s->text_bytes;

	len &= REIN_PATH_MAX - 1;
	if (!len || at > REIN_TEXT_END ||
	    bpf_probe_read_kernel(s->text + at, len, from))
		return 0;
	s->text_bytes = at + len;
	return len;
}

REIN_INLINE u32 rein_text_path(struct rein_scratch *s, const struct path *path)
{
	u32 start;
	struct rein_name *name = &s->window;

	if (!rein_path_into(name, &start, (u64)path->mnt, (u64)path->dentry))
		return 0;
	start &= REIN_PATH_MAX - 1;
	return rein_text(s, name->at + start, REIN_PATH_MAX - 1 - start);
}

REIN_INLINE void rein_record_subject(struct rein_record *r, struct rein_deciding *d)
{
	struct task_struct *me = rein_me();
	u64 ids = bpf_get_current_pid_tgid();

	r->time_ns = bpf_ktime_get_boot_ns();
	r->pid = ids >> 32;
	r->tid = (u32)ids;
	r->ppid = BPF_CORE_READ(me, group_leader, real_parent, tgid);
	r->labels = d->proc->task.labels;
	r->run = d->proc->run;
	r->policy = d->s->serial;
}

/* Where the program and the working directory are, as the record shows them. */
REIN_INLINE void rein_record_places(struct rein_scratch *s)
{
	struct task_struct *me = rein_me();
	struct path path = {};
	struct file *exe = BPF_CORE_READ(me, mm, exe_file);

	if (exe) {
		BPF_CORE_READ_INTO(&path, exe, f_path);
		s->record.exe_bytes = rein_text_path(s, &path);
	}
	BPF_CORE_READ_INTO(&path, me, fs, pwd);
	s->record.cwd_bytes = rein_text_path(s, &path);
}

REIN_INLINE void rein_send(struct rein_deciding *d)
{
	struct rein_scratch *s = d->s;
	u32 run = d->proc->run;
	u32 bytes = s->text_bytes;
	void *ring = bpf_map_lookup_elem(&rings, &run);

	if (bytes > REIN_RECORD_TEXT)
		bytes = REIN_RECORD_TEXT;
	s->record.bytes = sizeof(s->record) + bytes;
	if (!ring || bpf_ringbuf_output(ring, &s->record, sizeof(s->record) + bytes, 0))
		rein_count_up(d->run, REIN_COUNT_EVENTS_LOST);
}

/* A decision in which some clause matched, or a hold. */
REIN_INLINE void rein_report(struct rein_deciding *d, u32 kind, u32 outcome, u64 hold,
			     const struct rein_hold_key *key)
{
	struct rein_scratch *s = d->s;
	struct rein_record *r = &s->record;
	const struct rein_verdict *v = &s->verdict;

	__builtin_memset(r, 0, sizeof(*r));
	s->text_bytes = 0;
	rein_record_subject(r, d);
	r->kind = kind;
	r->call = s->call;
	r->op = s->aspects[0].ops | s->aspects[1].ops;
	r->effect = v->effect;
	r->outcome = outcome;
	r->decisive = v->decisive;
	r->n_matches = v->n_matches;
	r->n_more = v->n_more;
	r->hold = hold;
	if (key)
		r->hold_key = *key;
	r->args_truncated = s->args_unknown;
	r->key = s->key;
	__builtin_memcpy(r->matches, v->matches, sizeof(r->matches));
	__builtin_memcpy(r->gates, d->run->run.gates, sizeof(r->gates));
	r->target_bytes = rein_text(s, rein_path(s, 0).at, rein_path(s, 0).len);
	r->target2_bytes = rein_text(s, rein_path(s, 1).at, rein_path(s, 1).len);
	r->argv_bytes = rein_text(s, s->argv, s->argv_bytes);
	rein_record_places(s);
	rein_send(d);
}

/* Gates that an event changed, and labels that a process gained: what it was about is still in the
 * scratch. */
REIN_INLINE void rein_report_change(struct rein_deciding *d, u64 gained)
{
	struct rein_scratch *s = d->s;
	struct rein_record *r = &s->record;
	const struct rein_verdict *v = &s->verdict;

	__builtin_memset(r, 0, sizeof(*r));
	s->text_bytes = 0;
	rein_record_subject(r, d);
	r->kind = gained ? REIN_RECORD_LABEL : REIN_RECORD_GATE;
	r->call = s->call;
	r->op = s->aspects[0].ops;
	r->gained = gained;
	r->key = s->key;
	__builtin_memcpy(r->gates, d->run->run.gates, sizeof(r->gates));
	__builtin_memcpy(r->opens, v->opens, sizeof(r->opens));
	__builtin_memcpy(r->closes, v->closes, sizeof(r->closes));
	r->target_bytes = rein_text(s, rein_path(s, 0).at, rein_path(s, 0).len);
	rein_send(d);
}

/* What the policy does not let a governed process do at all. */
REIN_INLINE void rein_report_guard(struct rein_deciding *d, u32 guard)
{
	struct rein_scratch *s = d->s;

	__builtin_memset(&s->record, 0, sizeof(s->record));
	s->text_bytes = 0;
	rein_record_subject(&s->record, d);
	s->record.kind = REIN_RECORD_GUARD;
	s->record.call = s->call;
	s->record.guard = guard;
	rein_record_places(s);
	rein_send(d);
}

/* The last process of the run has ended. No workspace is needed: this must not fail. */
REIN_INLINE void rein_report_empty(struct rein_deciding *d)
{
	u32 run = d->proc->run;
	void *ring = bpf_map_lookup_elem(&rings, &run);
	u32 kind[2] = { 8, REIN_RECORD_EMPTY };

	d->run->state = REIN_RUN_ENDED;
	if (ring)
		bpf_ringbuf_output(ring, kind, sizeof(kind), 0);
}

#endif
