/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Information on its way through files that are already open: a process may have opened a file
 * before it learned what it now writes there, and a pipe has no name to be asked about at all.
 */
#ifndef REIN_HOOKS_FLOW_BPF_H
#define REIN_HOOKS_FLOW_BPF_H

#include "answer.bpf.h"

#define MAY_WRITE 2
#define MAY_READ 4

/* A process reads what carries labels that it has not. The clauses of its running program say what
 * of it: the verdict is in the scratch, which the caller gives back. */
REIN_INLINE int rein_begin_reading(struct rein_deciding *d, u64 gained)
{
	if (!rein_begin(d, REIN_CALL_READ))
		return -EPERM;
	d->s->aspects[0].ops = REIN_OP(REIN_READ);
	d->s->verdict.next = d->proc->task;
	d->s->verdict.next.labels |= gained;
	d->s->run = d->proc->run;
	if (!d->image.header->standing_words || !rein_gain_slot(d->proc, d->slot, gained))
		return 0;
	rein_give(d);
	return -EPERM;
}

/* A read that would label the process: decides it, and tells the record. A pipe has no path, nor
 * has a socket (both 0): the record shows none. */
REIN_INLINE int rein_gain_from(struct rein_deciding *d, u64 mnt, u64 dentry, u64 gained)
{
	int err = 0;

	if (rein_begin_reading(d, gained))
		return -EPERM;
	if (d->s->verdict.effect != REIN_NONE) {
		if (dentry)
			rein_path_of(d->s, 0, mnt, dentry);
		err = rein_answer_slot(d->proc, d->slot);
	}
	if (!err)
		err = rein_commit_slot(d->proc, d->slot);
	rein_give(d);
	return err;
}

REIN_INLINE int rein_gain_by_reading(struct rein_deciding *d, struct file *file, u64 gained)
{
	return rein_gain_from(d, (u64)file->f_path.mnt, (u64)file->f_path.dentry, gained);
}

/* Every read and write of a governed process; writing costs no look-up while it carries nothing. */
static __noinline int rein_on_file_permission(struct file *file, int mask)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	struct rein_file_key key;
	u64 flowing;
	u64 gained;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!(d.image.header->flags & REIN_FLAG_FLOW))
		return 0;
	flowing = proc->task.labels & d.image.header->flow_labels;
	if (mask & MAY_WRITE && flowing) {
		rein_object_at(&key, file->f_inode, proc->run);
		if (!rein_object_add(&key, flowing)) {
			rein_count_up(d.run, REIN_COUNT_NO_LABEL_ROOM);
			return -EPERM;
		}
	}
	if (!(mask & MAY_READ))
		return 0;
	rein_object_at(&key, file->f_inode, proc->run);
	gained = rein_object_labels(&key) & ~proc->task.shield & ~proc->task.labels;
	return gained ? rein_gain_by_reading(&d, file, gained) : 0;
}

struct rein_forgetting {
	struct rein_file_key key;
	u64 runs;
};

static long rein_forget(u32 run, struct rein_forgetting *forgetting)
{
	if (!(forgetting->runs >> (run % REIN_RUNS_MAX) & 1))
		return 0;
	forgetting->key.run = run;
	rein_object_end(&forgetting->key);
	return 0;
}

/* An inode goes out of memory. Its labels go only when the file itself is gone: no name leads to it
 * any more, or it never had one. A system without labels pays one look-up. */
static __noinline void rein_on_inode_free(struct inode *inode)
{
	struct rein_forgetting forgetting = {};
	u32 first = 0;
	u64 *labelled = bpf_map_lookup_elem(&labelled_runs, &first);
	unsigned long magic;

	if (!labelled || !*labelled)
		return;
	magic = inode->i_sb->s_magic;
	if (inode->i_nlink && magic != PIPEFS_MAGIC && magic != SOCKFS_MAGIC)
		return;
	rein_object_at(&forgetting.key, inode, 0);
	forgetting.runs = *labelled;
	if (forgetting.key.ino)
		bpf_loop(REIN_RUNS_MAX, rein_forget, &forgetting, 0);
}

#endif
