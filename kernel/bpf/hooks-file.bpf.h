/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: opening, and every change to a name or an attribute.
 */
#ifndef REIN_HOOKS_FILE_BPF_H
#define REIN_HOOKS_FILE_BPF_H

#include "answer.bpf.h"

#define FMODE_READ 1u
#define FMODE_WRITE 2u
#define FMODE_EXEC 0x20u
#define FMODE_CREATED 0x100000u
#define RENAME_EXCHANGE 2u
#define CALL_FAILED(err) ((err) != 0)

/* The one or two objects of an event, seen through one mount. */
struct rein_places {
	u64 mnt;
	u64 dentry[2];
	u16 ops[2];
	u32 n;
};

#define ATTR_OWNED 0xfu /* mode, owner, group, size: hooks of their own ask about these */
#define REIN_MOUNTS_MAX 64

struct rein_mount_search {
	u64 next;
	u64 here;
	u64 found;
};

static long rein_try_mount(u32 i, struct rein_mount_search *search)
{
	u64 mount = search->next - bpf_core_field_offset(struct mount, mnt_instance);

	(void)i;
	if ((u64)REIN_PEEK(mount, mount, mnt_ns) == search->here) {
		search->found = mount + bpf_core_field_offset(struct mount, mnt);
		return 1;
	}
	search->next = (u64)REIN_PEEK(mount, mount, mnt_instance.next);
	return search->next ? 0 : 1;
}

/* A place in this namespace where the file system of `dentry` is mounted: hooks on inodes are not
 * told which one the caller came by. Without one the path stays unknown. */
static __noinline u64 rein_some_mount(struct dentry *dentry)
{
	struct task_struct *me = rein_me();
	struct rein_mount_search search = {
		.next = (u64)BPF_CORE_READ(dentry, d_sb, s_mounts.next),
		.here = (u64)BPF_CORE_READ(me, nsproxy, mnt_ns),
	};

	bpf_loop(REIN_MOUNTS_MAX, rein_try_mount, &search, 0);
	return search.found;
}

REIN_INLINE bool rein_is_folder(u64 inode)
{
	return inode && (REIN_PEEK(inode, inode, i_mode) & S_IFMT) == S_IFDIR;
}

/* Describes aspect `i`. False where its path cannot be known though a rule asks. */
REIN_INLINE bool rein_describe_place(struct rein_deciding *d, u32 i, const struct rein_places *at)
{
	u64 inode = (u64)REIN_PEEK(dentry, at->dentry[i], d_inode);
	bool tree = d->s->call == REIN_CALL_RENAME && rein_is_folder(inode);

	rein_describe(d, i, at->ops[i], inode, tree);
	if (!(at->ops[i] & d->image.header->ops_concerned) ||
	    rein_path_of(d->s, i, at->mnt, at->dentry[i]))
		return true;
	rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
	return false;
}

/* Answers what the hook returns. */
static __noinline int rein_file_event(u32 call, const struct rein_places *at)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	int err = -EPERM;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!rein_concerned(&d, at->ops[0] | at->ops[1]))
		return 0;
	if (!rein_begin(&d, call))
		return -EPERM;
	if (rein_describe_place(&d, 0, at) && (at->n < 2 || rein_describe_place(&d, 1, at)))
		err = rein_decide_event(&d);
	if (!err)
		err = rein_answer_slot(proc, d.slot);
	if (!err)
		err = rein_commit_slot(proc, d.slot);
	rein_give(&d);
	return err;
}

/* A change to one place. */
REIN_INLINE int rein_on_change(u32 call, const struct vfsmount *mnt, struct dentry *dentry, u32 ops)
{
	struct rein_places at = {
		.mnt = (u64)mnt,
		.dentry = { (u64)dentry },
		.ops = { ops },
		.n = 1,
	};

	return rein_file_event(call, &at);
}

/* The labels of a file that was made just now: it had no inode yet when the making was asked about.
 * The reading side of a new file brings nothing, since it is empty. */
static __noinline int rein_on_created(struct file *file, u32 mode)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};
	struct rein_file_key key;

	if (!proc || !(mode & FMODE_WRITE))
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!(d.image.header->flags & REIN_FLAG_FLOW))
		return 0;
	rein_object_of(&key, (u64)file->f_inode, proc->run);
	if (rein_object_add(&key, proc->task.labels & d.image.header->flow_labels))
		return 0;
	rein_count_up(d.run, REIN_COUNT_NO_LABEL_ROOM);
	return -EPERM;
}

/* Opening for reading or writing. A program being started is asked about as an exec, and a file
 * that this very open made was asked about as it was made. */
REIN_INLINE int rein_on_file_open(struct file *file)
{
	u32 mode = file->f_mode;
	u32 ops = 0;

	if (mode & FMODE_EXEC)
		return 0;
	if (mode & FMODE_READ)
		ops |= REIN_OP(REIN_READ);
	if (mode & FMODE_WRITE)
		ops |= REIN_OP(REIN_WRITE);
	if (mode & FMODE_CREATED)
		return rein_on_created(file, mode);
	return ops ? rein_on_change(REIN_CALL_OPEN, file->f_path.mnt, file->f_path.dentry, ops) :
		     0;
}

/* The same where only the dentry is known. Outside of a run the mount is not looked for. */
REIN_INLINE int rein_on_attribute(u32 call, struct dentry *dentry)
{
	if (!rein_subject())
		return 0;
	return rein_on_change(call, (const struct vfsmount *)rein_some_mount(dentry), dentry,
			      REIN_OP(REIN_WRITE));
}

/* A change to two places. */
REIN_INLINE int rein_on_two(u32 call, const struct vfsmount *mnt, struct dentry *from, u32 from_ops,
			    struct dentry *to)
{
	struct rein_places at = {
		.mnt = (u64)mnt,
		.dentry = { (u64)from, (u64)to },
		.ops = { from_ops, REIN_OP(REIN_WRITE) },
		.n = 2,
	};

	return rein_file_event(call, &at);
}

#endif
