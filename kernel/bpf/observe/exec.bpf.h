/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program has been loaded and has not run yet. For a script this is its interpreter, and the
 * script is known by the name it was called by only.
 */
#ifndef REIN_OBSERVE_EXEC_BPF_H
#define REIN_OBSERVE_EXEC_BPF_H

#include "../hooks-exec.bpf.h"
#include "answer.bpf.h"
#include "find.bpf.h"

/* argv is the new program's own memory, which nothing but the kernel has written. */
static __noinline bool rein_argv_page(struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;
	u32 bytes = REIN_PAGE - (reader->address & (REIN_PAGE - 1));

	if (bytes > REIN_PAGE ||
	    bpf_probe_read_user(s->window.at, bytes, (const void *)reader->address))
		return false;
	reader->address += bytes;
	reader->in_page = bytes;
	reader->at = 0;
	return true;
}

/* The name that the program was called by: the kernel's own copy. A script's leads to the object
 * that a label of the name belongs to: the interpreter is everybody's. Where it is a symbolic link
 * or crosses a mount nothing is found, and no object gets the label. */
static __noinline void rein_name_called(struct rein_deciding *d, struct linux_binprm *bprm)
{
	struct task_struct *me = rein_me();
	struct rein_scratch *s = d->s;
	struct rein_asked *asked = &s->aspects[0];
	u8 *raw = s->names[REIN_RAW].at;
	struct path base = {};
	long got = bpf_probe_read_kernel_str(raw, REIN_PATH_MAX, bprm->filename);

	if (got <= 1)
		return;
	if (raw[0] == '/')
		BPF_CORE_READ_INTO(&base, me, fs, root);
	else
		BPF_CORE_READ_INTO(&base, me, fs, pwd);
	if (d->image.header->flags & REIN_FLAG_FLOW && bprm->interp != bprm->filename) {
		rein_object_of(&asked->key, rein_find_below(s, &base), d->proc->run);
		asked->labels |= rein_object_labels(&asked->key);
	}
	if (!rein_name_below(s, 1, (u32)got - 1, &base))
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
}

/* All names of what was started: the resolved program, as called, the interpreter as the script
 * calls it. */
REIN_INLINE void rein_name_seen_exec(struct rein_deciding *d, struct linux_binprm *bprm)
{
	rein_name_called(d, bprm);
	d->s->len[REIN_RAW] = 0;
	if (bprm->interp != bprm->filename)
		rein_name_as_called(d->s, 3, (u64)bprm->interp);
	d->s->aspects[0].n_names = REIN_NAME_BUFFERS;
}

static __noinline void rein_seen_exec(struct linux_binprm *bprm)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	struct task_struct *me = rein_me();
	struct file *file;

	if (!proc || !rein_ready(&d, proc) || !rein_concerned(&d, REIN_EXEC_OPS) ||
	    !rein_begin(&d, REIN_CALL_EXEC))
		return;
	file = bprm->file;
	rein_describe(&d, 0, REIN_EXEC_OPS, (u64)file->f_inode, false);
	if (!rein_path_of(d.s, 0, (u64)file->f_path.mnt, (u64)file->f_path.dentry)) {
		d.s->len[0] = 0;
		rein_count_up(d.run, REIN_COUNT_PATH_UNKNOWN);
	}
	rein_name_seen_exec(&d, bprm);
	d.s->argv_at = BPF_CORE_READ(me, mm, arg_start);
	d.s->argc = bprm->argc;
	if (!rein_decide_event(&d)) {
		if (d.s->verdict.effect != REIN_NONE)
			rein_argv_show(d.slot);
		rein_loaded_slot(proc, d.slot);
	}
	rein_give(&d);
}

#endif
