/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The path of an object, by a walk of our own from the dentry to the root of its mount namespace:
 * bpf_path_d_path() needs 6.12 and a BPF LSM program, this works in every hook of every tier. The
 * name is what the mount tree says now, not what the caller wrote, so `..`, links and a bind mount
 * cannot disguise it. Runs under rcu_read_lock, so names do not go away while they are read; a
 * rename at the same moment may show a mixture, which is seen by rename_lock having moved.
 */
#ifndef REIN_PATH_BPF_H
#define REIN_PATH_BPF_H

#include "access.bpf.h"

#define REIN_NAME_BYTES_MAX 255
#define REIN_DEPTH_MAX 2048 /* a path of one-letter names fills REIN_PATH_MAX first */

/* The kernel's own file systems, whose files have no place in any folder. */
#define PIPEFS_MAGIC 0x50495045
#define SOCKFS_MAGIC 0x534f434b
#define PIDFS_MAGIC 0x50494446 /* since 6.9; before, a pidfd is one of the next */
#define ANON_INODE_FS_MAGIC 0x09041934

#define CGROUP_SUPER_MAGIC 0x27e0eb
#define CGROUP2_SUPER_MAGIC 0x63677270

struct rein_path_walk {
	u64 dentry;
	u64 mount;
	u64 mount_root;
	u8 *at;
	u32 start;
	u32 end; /* enum rein_path_end */
};

enum rein_path_end {
	REIN_PATH_CUT,      /* too long */
	REIN_PATH_ROOTED,   /* at the top of the mounts of this process */
	REIN_PATH_DETACHED, /* at the top of something else: a tree taken out of the mounts */
	REIN_PATH_NAMELESS, /* a pipe, a memfd: the kernel's own, with no place in any folder */
};

#define REIN_PEEK(type, at, field)                                                                 \
	({                                                                                         \
		typeof(((struct type *)0)->field) peeked = 0;                                      \
		bpf_probe_read_kernel(&peeked, sizeof(peeked),                                     \
				      (const void *)((at) +                                        \
						     bpf_core_field_offset(struct type, field)));  \
		peeked;                                                                            \
	})

#define REIN_IS_ERROR(pointer) ((pointer) >= -4095ull)

/* What the top of a mount tree means. The kernel's own mounts have an error for a namespace. */
REIN_INLINE u32 rein_path_top(u64 mount)
{
	u64 there = (u64)REIN_PEEK(mount, mount, mnt_ns);
	u64 here = (u64)BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), nsproxy,
				      mnt_ns);

	if (REIN_IS_ERROR(there))
		return REIN_PATH_NAMELESS;
	return there == here ? REIN_PATH_ROOTED : REIN_PATH_DETACHED;
}

/* Goes from the root of a mount to the place it is mounted on. False at the top. */
REIN_INLINE bool rein_path_leave_mount(struct rein_path_walk *walk)
{
	u64 parent = (u64)REIN_PEEK(mount, walk->mount, mnt_parent);

	if (parent == walk->mount || !parent) {
		walk->end = rein_path_top(walk->mount);
		return false;
	}
	walk->dentry = (u64)REIN_PEEK(mount, walk->mount, mnt_mountpoint);
	walk->mount = parent;
	walk->mount_root = (u64)REIN_PEEK(mount, parent, mnt.mnt_root);
	return true;
}

static long rein_path_step(u32 i, struct rein_path_walk *walk)
{
	u64 dentry = walk->dentry;
	u64 parent;
	u32 len;

	(void)i;
	if (dentry == walk->mount_root)
		return rein_path_leave_mount(walk) ? 0 : 1;
	parent = (u64)REIN_PEEK(dentry, dentry, d_parent);
	len = REIN_PEEK(dentry, dentry, d_name.len);
	if (len > REIN_NAME_BYTES_MAX || walk->start < len + 1)
		return 1;
	walk->start -= len + 1;
	walk->at[walk->start & (REIN_PATH_MAX - 1)] = '/';
	bpf_probe_read_kernel(walk->at + ((walk->start & (REIN_PATH_MAX - 1)) + 1),
			      len & REIN_NAME_BYTES_MAX,
			      (const void *)REIN_PEEK(dentry, dentry, d_name.name));
	if (parent == dentry || !parent) { /* the top, and not of what is mounted */
		walk->end = rein_path_top(walk->mount);
		return 1;
	}
	walk->dentry = parent;
	return 0;
}

/* Writes the path of `dentry` as seen through `vfsmount` into `name`, from *start on to
 * REIN_PATH_MAX - 1. False where it is not known whole: too long, or out of reach from here. */
static __noinline bool rein_path_into(struct rein_name *name, u32 *start, u64 vfsmount, u64 dentry)
{
	struct rein_path_walk walk = {
		.dentry = dentry,
		.mount = vfsmount - bpf_core_field_offset(struct mount, mnt),
		.mount_root = (u64)REIN_PEEK(vfsmount, vfsmount, mnt_root),
		.at = name->at,
		.start = REIN_PATH_MAX - 1,
	};

	bpf_loop(REIN_DEPTH_MAX, rein_path_step, &walk, 0);
	*start = walk.start & (REIN_PATH_MAX - 1);
	if (*start == REIN_PATH_MAX - 1) {
		*start = REIN_PATH_MAX - 2;
		name->at[REIN_PATH_MAX - 2] = '/';
	}
	return walk.end == REIN_PATH_ROOTED || walk.end == REIN_PATH_NAMELESS;
}

/* The same into names[i] of the scratch. */
REIN_INLINE bool rein_path_of(struct rein_scratch *s, u32 i, u64 vfsmount, u64 dentry)
{
	u32 start = REIN_PATH_MAX - 1;
	bool known = rein_path_into(&s->names[i], &start, vfsmount, dentry);

	s->start[i] = start;
	s->len[i] = REIN_PATH_MAX - 1 - start;
	s->key = REIN_KEY_PATH;
	return known;
}

/* The name that rein_path_of() wrote. */
REIN_INLINE struct rein_bytes rein_path(struct rein_scratch *s, u32 i)
{
	return (struct rein_bytes){
		.at = s->names[i & (REIN_NAME_BUFFERS - 1)].at +
		      (s->start[i & (REIN_NAME_BUFFERS - 1)] & (REIN_PATH_MAX - 1)),
		.len = s->len[i & (REIN_NAME_BUFFERS - 1)] & (REIN_PATH_MAX - 1),
	};
}

#endif
