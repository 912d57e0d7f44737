/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starting a program. The kernel asks once for each file on the way: for a `#!` script first the
 * script, then its interpreter. The decision is about all of them together and is taken at the last
 * one; argv is read where it then lies, in the memory of the program to be.
 */
#ifndef REIN_HOOKS_EXEC_BPF_H
#define REIN_HOOKS_EXEC_BPF_H

#include "answer.bpf.h"

#define REIN_EXEC_OPS (REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ))

REIN_INLINE bool rein_is_script(const struct linux_binprm *bprm)
{
	return bprm->buf[0] == '#' && bprm->buf[1] == '!';
}

/* Keeps a script's path and labels with the thread until its interpreter is asked about. */
static __noinline int rein_keep_script(struct rein_deciding *d, struct linux_binprm *bprm)
{
	struct rein_scripts *kept;
	struct rein_bytes path;
	struct rein_file_key key;
	u32 n;

	if (!rein_path_of(d->s, 0, (u64)bprm->file->f_path.mnt, (u64)bprm->file->f_path.dentry)) {
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
		return -EPERM;
	}
	kept = bpf_task_storage_get(&scripts, rein_me(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!kept) {
		rein_count_up(d->run, REIN_COUNT_NO_SCRATCH);
		return -EPERM;
	}
	rein_object_at(&key, bprm->file->f_inode, d->proc->run);
	if (bprm->interp == bprm->filename) { /* what was called: an exec before may have failed */
		kept->n = 0;
		kept->labels = 0;
		kept->key = key;
	}
	n = kept->n;
	if (n >= REIN_SCRIPTS_MAX) {
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
		return -EPERM;
	}
	n &= REIN_SCRIPTS_MAX - 1;
	path = rein_path(d->s, 0);
	kept->len[n] = path.len;
	bpf_probe_read_kernel(kept->path[n].at, path.len, path.at);
	kept->labels |= rein_object_labels(&key);
	kept->n = n + 1;
	return 0;
}

/* Writes a name as it was written into names[i]: below the working directory unless it starts at
 * the root. A name that does not fit is left out: the resolved one counts all the same. */
static __noinline void rein_name_as_called(struct rein_scratch *s, u32 i, u64 text)
{
	struct task_struct *me = rein_me();
	u8 *name = s->names[i & (REIN_NAME_BUFFERS - 1)].at;
	struct path cwd = {};
	u32 start = 0;
	u32 at = 0;
	u8 first = 0;
	long got;

	bpf_probe_read_kernel(&first, 1, (const void *)text);
	if (first != '/') {
		BPF_CORE_READ_INTO(&cwd, me, fs, pwd);
		if (!rein_path_into(&s->window, &start, (u64)cwd.mnt, (u64)cwd.dentry))
			return;
		start &= REIN_PATH_MAX - 1;
		at = (REIN_PATH_MAX - 1 - start) & (REIN_PATH_MAX - 1);
		bpf_probe_read_kernel(name, at, s->window.at + start);
		name[at] = '/';
		at++;
	}
	got = bpf_probe_read_kernel_str(name + at, REIN_PATH_MAX, (const void *)text);
	if (got <= 1 || at + got > REIN_PATH_MAX)
		return;
	s->start[i & (REIN_NAME_BUFFERS - 1)] = 0;
	s->len[i & (REIN_NAME_BUFFERS - 1)] = at + (u32)got - 1;
}

/* Copies the path of a script into names[i]. */
REIN_INLINE void rein_name_script(struct rein_scratch *s, u32 i, const struct rein_scripts *kept,
				  u32 n)
{
	u32 len = kept->len[n] & (REIN_PATH_MAX - 1);

	s->start[i] = 0;
	s->len[i] = len;
	bpf_probe_read_kernel(s->names[i].at, len, kept->path[n].at);
}

/* The names of what is started besides the resolved file in names[0]: the scripts, as called, and
 * the interpreter as the script calls it. The object is the script: a label of its name belongs
 * there, since the interpreter is everybody's. */
REIN_INLINE void rein_name_exec(struct rein_deciding *d, struct linux_binprm *bprm)
{
	struct rein_scratch *s = d->s;
	struct rein_scripts *kept;

	rein_name_as_called(s, 2, (u64)bprm->filename);
	if (bprm->interp != bprm->filename)
		rein_name_as_called(s, 3, (u64)bprm->interp);
	s->aspects[0].n_names = REIN_NAME_BUFFERS;
	if (bprm->interp == bprm->filename) /* a program: what is kept is of an exec that failed */
		return;
	kept = bpf_task_storage_get(&scripts, rein_me(), 0, 0);
	if (!kept || !kept->n)
		return;
	s->aspects[0].key = kept->key;
	s->aspects[0].labels |= kept->labels;
	rein_name_script(s, 1, kept, 0);
	if (kept->n > 1)
		rein_name_script(s, 4, kept, 1);
}

/* An exec by another thread than the first makes that thread the process: it gets the state. */
REIN_INLINE bool rein_state_follows(struct rein_proc *proc)
{
	struct task_struct *me = rein_me();
	struct rein_proc *mine;

	if (me->pid == me->tgid)
		return true;
	mine = bpf_task_storage_get(&procs, me, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!mine)
		return false;
	__builtin_memcpy(mine, proc, sizeof(*mine));
	return true;
}

/* Keeps what the program will be until it has started. */
REIN_INLINE int rein_keep_exec(struct rein_deciding *d)
{
	struct rein_proc *proc = d->proc;

	if (!rein_commit_objects(d))
		return -EPERM;
	proc->next = d->s->verdict.next;
	__builtin_memcpy(proc->opens, d->s->verdict.opens, sizeof(proc->opens));
	__builtin_memcpy(proc->closes, d->s->verdict.closes, sizeof(proc->closes));
	proc->flags |= REIN_PROC_PENDING;
	return rein_state_follows(proc) ? 0 : -EPERM;
}

REIN_INLINE int rein_exec_event(struct rein_deciding *d, struct linux_binprm *bprm)
{
	struct file *file = bprm->file;
	struct rein_scratch *s = d->s;
	int err;

	rein_describe(d, 0, REIN_EXEC_OPS, (u64)file->f_inode, false);
	if (!rein_path_of(s, 0, (u64)file->f_path.mnt, (u64)file->f_path.dentry)) {
		rein_count_up(d->run, REIN_COUNT_PATH_UNKNOWN);
		return -EPERM;
	}
	rein_name_exec(d, bprm);
	s->mm = (u64)bprm->mm;
	s->argv_at = bprm->p;
	s->argc = bprm->argc;
	err = rein_decide_event(d);
	if (!err && s->verdict.effect != REIN_NONE) {
		rein_argv_show(d->slot);
		err = rein_answer_slot(d->proc, d->slot);
	}
	return err ? err : rein_keep_exec(d);
}

REIN_INLINE int rein_on_bprm(struct linux_binprm *bprm)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	int err;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	proc->flags &= ~REIN_PROC_PENDING;
	if (!rein_concerned(&d, REIN_EXEC_OPS))
		return rein_state_follows(proc) ? 0 : -EPERM;
	if (!rein_begin(&d, REIN_CALL_EXEC))
		return -EPERM;
	if (rein_is_script(bprm)) {
		err = rein_keep_script(&d, bprm);
	} else {
		err = rein_exec_event(&d, bprm);
		bpf_task_storage_delete(&scripts, rein_me());
	}
	rein_give(&d);
	return err;
}

/* The program has started: what was kept is so now. Runs before its first instruction. */
static __noinline void rein_on_exec_done(struct linux_binprm *bprm)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	struct rein_verdict *v;

	if (!proc || !(proc->flags & REIN_PROC_PENDING))
		return;
	proc->flags &= ~REIN_PROC_PENDING;
	if (!rein_ready(&d, proc) || !rein_begin(&d, REIN_CALL_EXEC)) {
		bpf_send_signal(SIGKILL);
		return;
	}
	v = &d.s->verdict;
	d.s->aspects[0].ops = REIN_EXEC_OPS;
	v->next = proc->next;
	v->starts = 1;
	__builtin_memcpy(v->opens, proc->opens, sizeof(v->opens));
	__builtin_memcpy(v->closes, proc->closes, sizeof(v->closes));
	rein_path_of(d.s, 0, (u64)bprm->file->f_path.mnt, (u64)bprm->file->f_path.dentry);
	if (rein_commit_slot(proc, d.slot))
		bpf_send_signal(SIGKILL); /* it would carry less than it should */
	rein_give(&d);
}

#endif
