/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often a run may do something, counted where it is let through: exactly, since whoever does
 * it takes one off what is left. When the last is taken, the gates open that Rein's own rule waits
 * for; who comes later without having met that rule is refused.
 */
#ifndef REIN_BUDGET_BPF_H
#define REIN_BUDGET_BPF_H

#include "hooks-file.bpf.h"
#include "hooks-net.bpf.h"

#define S_IFCHR 0020000
#define REIN_DEV(major, minor) ((major) << 20 | (minor))

REIN_INLINE struct rein_budget *rein_budget_of(u32 kind)
{
	struct rein_proc *proc = rein_subject();
	struct rein_bpf_run *run;
	u32 slot;

	if (!proc)
		return 0;
	slot = proc->run;
	run = bpf_map_lookup_elem(&runs, &slot);
	return run && run->budgets[kind].limited ? &run->budgets[kind] : 0;
}

/* Opens the gates of a budget that is used up. Without a workspace they stay as they are and nobody
 * is told; what would go past the budget is refused all the same. */
static __noinline void rein_used_up(u32 kind, u32 call, u64 mnt, u64 dentry)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();

	if (!proc || !rein_ready(&d, proc) || !rein_begin(&d, call))
		return;
	kind &= 3;
	if (kind < REIN_BUDGETS)
		__builtin_memcpy(d.s->verdict.opens, d.run->budgets[kind].opens,
				 sizeof(d.s->verdict.opens));
	d.s->aspects[0].ops = kind == REIN_BUDGET_WRITES   ? REIN_OP(REIN_WRITE) :
			      kind == REIN_BUDGET_CONNECTS ? REIN_OP(REIN_CONNECT) :
							     REIN_OP(REIN_EXEC);
	if (dentry)
		rein_path_of(d.s, 0, mnt, dentry);
	if (rein_commit_gates(&d.run->run, &d.s->verdict))
		rein_report_change(&d, 0);
	rein_give(&d);
}

/* Takes one. */
static __noinline int rein_spend(u32 kind, u32 call, u64 mnt, u64 dentry)
{
	struct rein_budget *budget = rein_budget_of(kind & 1);
	s64 left;

	if (!budget)
		return 0;
	left = __sync_fetch_and_add(&budget->left, -1);
	if (left == 1)
		rein_used_up(kind & 1, call, mnt, dentry);
	return left > 0 ? 0 : -EPERM;
}

/* Programs write to /dev/null and the terminal all the time, and change nothing. */
REIN_INLINE bool rein_is_nothing(const struct inode *inode)
{
	return inode && (inode->i_mode & S_IFMT) == S_IFCHR &&
	       (inode->i_rdev == REIN_DEV(1, 3) || inode->i_rdev == REIN_DEV(5, 0));
}

/* What a hook answers about a change to a file that `err` was said about. */
REIN_INLINE int rein_counted_write(int err, u32 call, struct vfsmount *mnt, struct dentry *dentry)
{
	if (err || rein_is_nothing(dentry->d_inode))
		return err;
	return rein_spend(REIN_BUDGET_WRITES, call, (u64)mnt, (u64)dentry);
}

/* The same of an attribute, where nobody says by which mount. */
REIN_INLINE int rein_counted_attribute(int err, u32 call, struct dentry *dentry)
{
	if (err || rein_is_nothing(dentry->d_inode))
		return err;
	return rein_spend(REIN_BUDGET_WRITES, call, 0, 0);
}

REIN_INLINE int rein_counted_open(int err, struct file *file)
{
	/* A file that this open made was counted as it was made. */
	if ((file->f_mode & (FMODE_WRITE | FMODE_CREATED)) != FMODE_WRITE)
		return err;
	return rein_counted_write(err, REIN_CALL_OPEN, file->f_path.mnt, file->f_path.dentry);
}

REIN_INLINE int rein_counted_connect(int err, u32 call, u64 address, u32 len)
{
	return err || !rein_is_endpoint((const u8 *)address, len) ?
		       err :
		       rein_spend(REIN_BUDGET_CONNECTS, call, 0, 0);
}

/* One process more. */
static __noinline int rein_counted_process(void)
{
	struct rein_budget *budget = rein_budget_of(REIN_BUDGET_PROCESSES);
	struct rein_proc *proc = rein_subject();
	struct rein_bpf_run *run;
	u32 slot;

	if (!budget || !proc)
		return 0;
	slot = proc->run;
	run = bpf_map_lookup_elem(&runs, &slot);
	if (!run || *(volatile u32 *)&run->processes < budget->left)
		return 0;
	rein_used_up(REIN_BUDGET_PROCESSES, REIN_CALL_EXEC, 0, 0);
	return -EAGAIN;
}

#endif
