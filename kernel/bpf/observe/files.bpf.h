/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files, when the call has succeeded: what was opened, what was changed, what labels moved.
 */
#ifndef REIN_OBSERVE_FILES_BPF_H
#define REIN_OBSERVE_FILES_BPF_H

#include "../hooks-flow.bpf.h"
#include "answer.bpf.h"
#include "find.bpf.h"

#define REIN_OP_READ REIN_OP(REIN_READ)
#define REIN_OP_WRITE REIN_OP(REIN_WRITE)
#define AT_REMOVEDIR 0x200

REIN_INLINE void rein_seen_end(struct rein_seen *seen)
{
	if (seen->d.s->n_aspects && !rein_decide_event(&seen->d))
		rein_happened_slot(seen->d.proc, seen->d.slot);
	rein_give(&seen->d);
}

/* An open that empties what it opens writes, whatever it asked to do with it later. openat2() has
 * its flags behind a pointer. */
REIN_INLINE bool rein_truncates(const struct rein_seen *seen)
{
	u64 flags = rein_argument(seen, seen->call.flags);

	if (seen->call.flags == REIN_NO_ARGUMENT)
		bpf_probe_read_user(&flags, sizeof(flags), (void *)seen->args[2]);
	return flags & O_TRUNC;
}

static __noinline void rein_seen_opened(struct rein_seen *seen)
{
	u64 file = rein_file_at(seen->ret);
	u32 mode = file ? REIN_PEEK(file, file, f_mode) : 0;
	u32 ops = 0;

	/* The reading side of a file that this open made brings nothing: it is empty. */
	if (mode & FMODE_READ && !(mode & FMODE_CREATED))
		ops |= REIN_OP_READ;
	if (mode & (FMODE_WRITE | FMODE_CREATED) || (mode & FMODE_READ && rein_truncates(seen)))
		ops |= REIN_OP_WRITE;
	if (!ops || !rein_concerned(&seen->d, ops) || !rein_begin(&seen->d, REIN_CALL_OPEN))
		return;
	rein_see_file(seen, 0, ops, file);
	rein_seen_end(seen);
}

static __noinline void rein_seen_file(struct rein_seen *seen)
{
	u64 file = rein_file_at((s32)rein_argument(seen, seen->call.fd[0]));

	if (!file || !rein_concerned(&seen->d, REIN_OP_WRITE) ||
	    !rein_begin(&seen->d, seen->call.call))
		return;
	rein_see_file(seen, 0, REIN_OP_WRITE, file);
	rein_seen_end(seen);
}

REIN_INLINE u32 rein_name_ops(const struct rein_seen *seen)
{
	u32 call = seen->call.call;
	bool removes = call == REIN_CALL_UNLINK || call == REIN_CALL_RMDIR;

	return removes ? REIN_OP_WRITE | REIN_OP(REIN_UNLINK) : REIN_OP_WRITE;
}

static __noinline void rein_seen_name(struct rein_seen *seen)
{
	u32 ops = rein_name_ops(seen);

	if (!rein_concerned(&seen->d, ops) || !rein_begin(&seen->d, seen->call.call))
		return;
	rein_see_name(seen, 0, ops);
	rein_seen_end(seen);
}

/* What had the old name has the new one now, and in an exchange the other way around. False where
 * one is not found. */
REIN_INLINE bool rein_see_objects(struct rein_seen *seen, bool exchanges)
{
	struct rein_asked *aspects = seen->d.s->aspects;
	u32 run = seen->d.proc->run;
	u64 moved = rein_find(seen, 1);
	u64 other = exchanges ? rein_find(seen, 0) : moved;

	rein_object_of(&aspects[0].key, moved, run);
	if (exchanges)
		rein_object_of(&aspects[1].key, other, run);
	return moved && other;
}

static __noinline void rein_seen_two(struct rein_seen *seen)
{
	bool exchanges = rein_argument(seen, seen->call.flags) & RENAME_EXCHANGE;
	bool moves = seen->call.call == REIN_CALL_RENAME && !exchanges;
	u32 ops = moves ? REIN_OP_WRITE | REIN_OP(REIN_UNLINK) : REIN_OP_WRITE;
	bool found = true;

	if (!rein_concerned(&seen->d, ops) || !rein_begin(&seen->d, seen->call.call))
		return;
	rein_see_name(seen, 0, ops);
	rein_see_name(seen, 1, REIN_OP_WRITE);
	if (seen->d.image.header->flags & REIN_FLAG_FLOW)
		found = rein_see_objects(seen, exchanges);
	if (!rein_decide_event(&seen->d)) {
		if (!found && seen->d.s->verdict.object_labels[0])
			rein_count_up(seen->d.run, REIN_COUNT_NO_LABEL_ROOM);
		rein_happened_slot(seen->d.proc, seen->d.slot);
	}
	rein_give(&seen->d);
}

/* What a descriptor argument holds. */
REIN_INLINE u64 rein_inode_at(const struct rein_seen *seen, u8 fd)
{
	return rein_inode_of(rein_file_at((s32)rein_argument(seen, fd)));
}

/* What a process reads it carries. */
static __noinline void rein_seen_read(struct rein_seen *seen)
{
	struct rein_proc *proc = seen->d.proc;
	struct rein_file_key key;
	u64 gained;

	if (seen->call.fd[0] == REIN_NO_ARGUMENT || !(seen->d.image.header->flags & REIN_FLAG_FLOW))
		return;
	rein_object_of(&key, rein_inode_at(seen, seen->call.fd[0]), proc->run);
	gained = rein_object_labels(&key) & ~proc->task.shield & ~proc->task.labels;
	if (!gained || rein_begin_reading(&seen->d, gained))
		return;
	rein_happened_slot(proc, seen->d.slot);
	rein_give(&seen->d);
}

/* What a process carries goes with what it writes: marked before the bytes are there, so that no
 * reader is quicker than the mark. */
static __noinline void rein_seen_write(struct rein_seen *seen)
{
	struct rein_proc *proc = seen->d.proc;
	u64 flowing = proc->task.labels & seen->d.image.header->flow_labels;
	struct rein_file_key key;

	if (!flowing || !(seen->d.image.header->flags & REIN_FLAG_FLOW))
		return;
	rein_object_of(&key, rein_inode_at(seen, seen->call.fd[1]), proc->run);
	if (!rein_object_add(&key, flowing))
		rein_count_up(seen->d.run, REIN_COUNT_NO_LABEL_ROOM);
}

#endif
