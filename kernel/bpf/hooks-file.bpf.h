/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: opening, and every change to a name or an attribute.
 */
#ifndef REIN_HOOKS_FILE_BPF_H
#define REIN_HOOKS_FILE_BPF_H

#include "remember.bpf.h"

#define FMODE_READ 1u
#define FMODE_WRITE 2u
#define FMODE_EXEC 0x20u
#define FMODE_CREATED 0x100000u
#define RENAME_EXCHANGE 2u

#define ATTR_OWNED 0xfu /* mode, owner, group, size: hooks of their own ask about these */
#define REIN_MOUNTS_MAX 64

struct rein_mount_search {
	u64 next;
	u64 here;
	u64 found;
};

/* The first mount of a file system, or (`sb` 0) the one after `mount`. */
REIN_INLINE u64 rein_next_mount(u64 sb, u64 mount)
{
	u64 next;

	if (REIN_MOUNTS_ARE_A_CHAIN)
		return sb ? (u64)REIN_PEEK(super_block___chain, sb, s_mounts) :
			    (u64)REIN_PEEK(mount___chain, mount, mnt_next_for_sb);
	next = sb ? (u64)REIN_PEEK(super_block, sb, s_mounts.next) :
		    (u64)REIN_PEEK(mount, mount, mnt_instance.next);
	return next ? next - bpf_core_field_offset(struct mount, mnt_instance) : 0;
}

static long rein_try_mount(u32 i, struct rein_mount_search *search)
{
	u64 mount = search->next;

	(void)i;
	if ((u64)REIN_PEEK(mount, mount, mnt_ns) == search->here) {
		search->found = mount + bpf_core_field_offset(struct mount, mnt);
		return 1;
	}
	search->next = rein_next_mount(0, mount);
	return search->next ? 0 : 1;
}

/* A place in this namespace where the file system of `dentry` is mounted: hooks on inodes are not
 * told which one the caller came by. Without one the path stays unknown. */
static __noinline u64 rein_some_mount(struct dentry *dentry)
{
	struct task_struct *me = rein_me();
	struct rein_mount_search search = {
		.next = rein_next_mount((u64)BPF_CORE_READ(dentry, d_sb), 0),
		.here = (u64)BPF_CORE_READ(me, nsproxy, mnt_ns),
	};

	bpf_loop(REIN_MOUNTS_MAX, rein_try_mount, &search, 0);
	return search.found;
}

/* Writes the path of aspect `i`. False, counted, where it cannot be known. */
static __noinline bool rein_write_path(struct rein_deciding *d, u32 i, u64 mnt, u64 dentry)
{
	if (rein_path_of(d->s, i, mnt, dentry))
		return true;
	rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
	return false;
}

/* Writes what the automata need to see of the path. */
REIN_INLINE bool rein_write_name(struct rein_deciding *d, u64 mnt, u64 dentry)
{
	struct rein_scratch *s = d->s;
	struct rein_known *known = &s->known;
	u32 len = known->key.word[REIN_KEY_WHAT] >> 8 & 63;

	s->key = REIN_KEY_PATH;
	if (known->has_atoms)
		return true;
	if (known->slot < REIN_MEMO_SLOTS)
		rein_recall_folder(d);
	if (known->has_folder) {
		s->start[0] = 0;
		s->len[0] = len;
		__builtin_memcpy(s->names[0].at, &known->key.word[REIN_KEY_TEXT],
				 REIN_MEMO_NAME_MAX);
		return true;
	}
	if (!rein_path_of(s, 0, mnt, dentry)) {
		known->slot = REIN_MEMO_SLOTS;
		if (!(s->aspects[0].ops & d->image.header->ops_concerned))
			return true;
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
		return false;
	}
	if (known->slot < REIN_MEMO_SLOTS && s->len[0] > len)
		known->folder_bytes = s->len[0] - len;
	return true;
}

/* Decides about the one object of the event. The policy may be swapped between the look at what is
 * remembered and the decision: then it is decided without. */
REIN_INLINE int rein_decide_place(struct rein_deciding *d, u64 mnt, u64 dentry)
{
	struct rein_known *known = &d->s->known;
	bool remembered = known->has_atoms || known->has_folder;
	int err = rein_decide_or(d, remembered);

	if (!err || !remembered)
		return err;
	rein_forget_known(known);
	return rein_write_path(d, 0, mnt, dentry) ? rein_decide_event(d) : -EPERM;
}

/* What the hook returns for an event with one object, which no memory could answer. */
REIN_INLINE int rein_place_event(struct rein_deciding *d, u64 mnt, u64 dentry)
{
	int err = -EPERM;

	if (rein_write_name(d, mnt, dentry))
		err = rein_decide_place(d, mnt, dentry);
	if (err || rein_remember_slot(d->proc, d->slot))
		return err;
	/* It came to something, so somebody will want to see the whole path. */
	if ((d->s->known.has_atoms || d->s->known.has_folder) &&
	    !rein_write_path(d, 0, mnt, dentry))
		return -EPERM;
	err = rein_answer_slot(d->proc, d->slot);
	return err ? err : rein_commit_slot(d->proc, d->slot);
}

/* 1 when the event has to be decided; 0 when it is known that nothing comes of it. */
static __noinline int rein_look_back(struct vfsmount *mnt, struct dentry *dentry, u32 ops)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	struct rein_memo_key key;
	struct rein_file_key object;
	u64 carried;
	u32 slot;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!rein_concerned(&d, ops))
		return 0;
	slot = rein_key_of_path(&key, mnt, dentry, rein_epoch(d.run, &d.image));
	if (slot >= REIN_MEMO_SLOTS)
		return 1;
	rein_object_at(&object, dentry->d_inode, proc->run);
	carried = rein_carried(&object, rein_labels_of(&d, &object));
	return !rein_is_quiet(&d, &key, slot, ops, carried);
}

/* Takes a workspace and describes a change to one place there. */
static __noinline int rein_begin_change(struct rein_deciding *d, u32 call, struct vfsmount *mnt,
					struct dentry *dentry, u32 ops)
{
	struct rein_proc *proc = rein_subject();
	struct rein_file_key object;
	u32 slot;

	if (!proc || !rein_ready(d, proc) || !rein_begin(d, call))
		return -EPERM;
	rein_object_at(&object, dentry->d_inode, proc->run);
	rein_describe_object(d, 0, ops, &object, rein_labels_of(d, &object));
	slot = rein_key_of_path(&d->s->known.key, mnt, dentry, rein_epoch(d->run, &d->image));
	if (slot < REIN_MEMO_SLOTS)
		rein_recall(d, slot);
	return 0;
}

static __noinline int rein_decide_change(u32 call, struct vfsmount *mnt, struct dentry *dentry,
					 u32 ops)
{
	struct rein_deciding d = {};
	int err;

	if (rein_begin_change(&d, call, mnt, dentry, ops))
		return -EPERM;
	err = rein_place_event(&d, (u64)mnt, (u64)dentry);
	rein_give(&d);
	return err;
}

/* A change to one place. */
REIN_INLINE int rein_on_change(u32 call, struct vfsmount *mnt, struct dentry *dentry, u32 ops)
{
	int err = rein_look_back(mnt, dentry, ops);

	return err == 1 ? rein_decide_change(call, mnt, dentry, ops) : err;
}

/* Describes one of two places. False where its path cannot be known though a rule asks. */
static __noinline bool rein_describe_place(struct rein_deciding *d, u32 i, u64 mnt,
					   struct dentry *dentry, u32 ops)
{
	struct inode *inode = dentry->d_inode;
	struct rein_file_key object;

	rein_object_at(&object, inode, d->proc->run);
	rein_describe_object(d, i, ops, &object, rein_labels_of(d, &object));
	d->s->aspects[i].tree = d->s->call == REIN_CALL_RENAME && inode &&
				(inode->i_mode & S_IFMT) == S_IFDIR;
	return !(ops & d->image.header->ops_concerned) ||
	       rein_write_path(d, i, mnt, (u64)dentry);
}

/* A change to one place, or to two: the old one with `ops`, and a write of the new one. */
static __noinline int rein_on_places(u32 call, u64 mnt, struct dentry *from, u32 ops,
				     struct dentry *to)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	int err = -EPERM;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!rein_concerned(&d, ops | REIN_OP(REIN_WRITE)))
		return 0;
	if (!rein_begin(&d, call))
		return -EPERM;
	if (rein_describe_place(&d, 0, mnt, from, ops) &&
	    (!to || rein_describe_place(&d, 1, mnt, to, REIN_OP(REIN_WRITE))))
		err = rein_decide_event(&d);
	if (!err)
		err = rein_answer_slot(proc, d.slot);
	if (!err)
		err = rein_commit_slot(proc, d.slot);
	rein_give(&d);
	return err;
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
	rein_object_at(&key, file->f_inode, proc->run);
	if (rein_object_add(&key, proc->task.labels & d.image.header->flow_labels))
		return 0;
	rein_count_up(d.run, REIN_COUNT_NO_LABEL_ROOM);
	return -EPERM;
}

REIN_INLINE unsigned long rein_file_system(struct file *file)
{
	return file->f_inode->i_sb->s_magic;
}

/* Opening for reading or writing. A program being started is asked about as an exec, and a file
 * that this very open made was asked about as it was made. */
REIN_INLINE int rein_on_file_open(struct file *file)
{
	u32 mode = file->f_mode;
	u32 ops = 0;

	/* A pidfd is made as a file is opened, with both modes and without a name. */
	if (mode & FMODE_EXEC || (mode & FMODE_WRITE && rein_file_system(file) == PIDFS_MAGIC))
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

/* A file that another process passes on is as if opened. What flows through a pipe or a socket is
 * asked about as it flows. */
REIN_INLINE int rein_on_file_receive(struct file *file)
{
	unsigned long magic = rein_file_system(file);

	if (magic == PIPEFS_MAGIC || magic == SOCKFS_MAGIC || magic == ANON_INODE_FS_MAGIC)
		return 0;
	return rein_on_file_open(file);
}

/* The same where only the dentry is known. Outside of a run the mount is not looked for. */
REIN_INLINE int rein_on_attribute(u32 call, struct dentry *dentry)
{
	if (!rein_subject())
		return 0;
	return rein_on_places(call, rein_some_mount(dentry), dentry, REIN_OP(REIN_WRITE), 0);
}

#endif
