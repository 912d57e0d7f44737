/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A system call of a governed process, and what its descriptors hold.
 */
#ifndef REIN_OBSERVE_CALL_BPF_H
#define REIN_OBSERVE_CALL_BPF_H

#include "../hooks-file.bpf.h"
#include "../arch.bpf.h"
#include "calls.h"
#include "name.bpf.h"

#define AT_FDCWD -100
#define O_TRUNC 01000
#define EINPROGRESS 115

/* Filled by the loader. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, REIN_CALL_NUMBERS);
	__type(key, u32);
	__type(value, struct rein_seen_call);
} calls SEC(".maps");

struct rein_seen {
	struct rein_deciding d;
	struct rein_seen_call call;
	u64 args[8]; /* six are used; a power of two for the verifier */
	s64 ret;
};

REIN_INLINE u64 rein_argument(const struct rein_seen *seen, u8 i)
{
	return i == REIN_NO_ARGUMENT ? 0 : seen->args[i & 7];
}

/* What is to be looked at of this call; false for most. A 32-bit call has other numbers: it is not
 * understood, and counted as an event that was lost. */
REIN_INLINE bool rein_call_of(struct rein_seen *seen, struct rein_proc *proc,
			      const struct pt_regs *regs)
{
	u32 number = rein_call_number(regs);
	struct rein_seen_call *call = bpf_map_lookup_elem(&calls, &number);

	if (rein_call_is_foreign(rein_me())) {
		if (rein_ready(&seen->d, proc))
			rein_count_up(seen->d.run, REIN_COUNT_EVENTS_LOST);
		return false;
	}
	if (!call || call->shape == REIN_SEEN_NOTHING)
		return false;
	seen->call = *call;
	rein_call_arguments(regs, seen->args);
	seen->args[6] = 0;
	seen->args[7] = 0;
	return rein_ready(&seen->d, proc);
}

/* What a descriptor of the caller holds now; 0 where nothing. */
static __noinline u64 rein_file_at(s64 fd)
{
	struct fdtable *table = BPF_CORE_READ(rein_me(), files, fdt);
	u64 file = 0;

	if (fd < 0 || fd >= BPF_CORE_READ(table, max_fds))
		return 0;
	bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + fd);
	return file;
}

REIN_INLINE u64 rein_inode_of(u64 file)
{
	return file ? (u64)REIN_PEEK(file, file, f_inode) : 0;
}

/* Where a file is. */
REIN_INLINE void rein_place_of(struct path *path, u64 file)
{
	bpf_probe_read_kernel(path, sizeof(*path),
			      (const void *)(file + bpf_core_field_offset(struct file, f_path)));
}

/* The folder that a name starts from: of descriptor argument `fd`, or the working directory; the
 * root where the name starts there. */
REIN_INLINE void rein_base_of(struct rein_seen *seen, u8 fd, u64 name, struct path *base)
{
	struct task_struct *me = rein_me();
	s32 from = fd == REIN_NO_ARGUMENT ? AT_FDCWD : (s32)rein_argument(seen, fd);
	u64 file = from == AT_FDCWD ? 0 : rein_file_at(from);
	u8 first = 0;

	bpf_probe_read_user(&first, 1, (void *)name);
	if (first == '/')
		BPF_CORE_READ_INTO(base, me, fs, root);
	else if (file)
		rein_place_of(base, file);
	else
		BPF_CORE_READ_INTO(base, me, fs, pwd);
}

/* Whether the call is about the descriptor itself: no name, or an empty one. */
REIN_INLINE bool rein_nameless(u64 name)
{
	u8 first = 0;

	return !name || (!bpf_probe_read_user(&first, 1, (void *)name) && !first);
}

/* Aspect `i` is of a file that the caller holds: its true path. */
static __noinline void rein_see_file(struct rein_seen *seen, u32 i, u32 ops, u64 file)
{
	struct rein_deciding *d = &seen->d;
	struct path path = {};

	i &= 1;
	rein_place_of(&path, file);
	rein_describe(d, i, ops, rein_inode_of(file), false);
	if (ops & d->image.header->ops_concerned &&
	    !rein_path_of(d->s, i, (u64)path.mnt, (u64)path.dentry)) {
		d->s->len[i] = 0;
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
	}
}

/* Aspect `i` is of what the caller named. Its labels are not known. */
static __noinline void rein_see_name(struct rein_seen *seen, u32 i, u32 ops)
{
	struct rein_deciding *d = &seen->d;
	u64 name = rein_argument(seen, seen->call.name[i & 1]);
	u8 fd = seen->call.fd[i & 1];
	struct path base = {};
	u64 file;

	i &= 1;
	if (fd != REIN_NO_ARGUMENT && rein_nameless(name)) {
		file = rein_file_at((s32)rein_argument(seen, fd));
		if (file)
			rein_see_file(seen, i, ops, file);
		return;
	}
	/* Nobody can see afterwards whether it was a folder; in a file's place there is nothing
	 * that a pattern could name below it. */
	rein_describe(d, i, ops, 0, seen->call.call == REIN_CALL_RENAME);
	if (!(ops & d->image.header->ops_concerned))
		return;
	rein_base_of(seen, fd, name, &base);
	if (!rein_name_given(d->s, i, name, &base))
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
}

#endif
