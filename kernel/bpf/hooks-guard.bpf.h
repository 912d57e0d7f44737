/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways around the engine that a governed process is refused, each unless the policy allows it:
 * see `guards` in the policy image. What an io_uring or a rewritten memory could hide from a
 * supervisor of system calls is no way around these hooks, so those guards have nothing to refuse.
 */
#ifndef REIN_HOOKS_GUARD_BPF_H
#define REIN_HOOKS_GUARD_BPF_H

#include "arch.bpf.h"
#include "hooks-file.bpf.h"

#define PTRACE_MODE_ATTACH 2u
#define CLONE_NEW_ANY 0x7e020080ull
#define REIN_READ_MODULE 2 /* enum kernel_read_file_id, and of kernel_load_data_id the same */
#define REIN_READ_KEXEC_INITRAMFS 4
#define CAP_SYS_ADMIN 21
#define TIOCSTI 0x5412
#define TIOCLINUX 0x541c

/* `call` is what is refused, where the guard does not say it. */
static __noinline int rein_guard_call(u32 guard, u32 call)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!(d.image.header->guards >> guard & 1))
		return 0;
	if (!rein_begin(&d, call))
		return -EPERM;
	rein_report_guard(&d, guard);
	rein_give(&d);
	return -EPERM;
}

REIN_INLINE int rein_guard(u32 guard)
{
	return rein_guard_call(guard, REIN_CALL_GUARD);
}

/* Whether what is kept with tasks cannot be looked at now. */
static __noinline bool rein_store_is_busy(void)
{
	if (!REIN_STORE_HIDES)
		return false;
	return !&bpf_task_storage_busy ||
	       *(const int *)bpf_this_cpu_ptr(&bpf_task_storage_busy) > 0;
}

/* Whether a process is an engine or a keeper, or may be for all that is known. */
REIN_INLINE bool rein_is_engine(struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;

	return bpf_task_storage_get(&engines, leader, 0, 0) ||
	       (leader->bpf_storage && rein_store_is_busy());
}

/* An engine or a keeper, of whatever run, is signalled or gets less time, memory or room: nobody
 * may end or slow the one who answers. */
REIN_INLINE int rein_on_engine(struct task_struct *target)
{
	if (!rein_subject() || !rein_is_engine(target))
		return 0;
	rein_guard(REIN_GUARD_CONTROL);
	return -EPERM;
}

/* Whoever writes to a control group moves any process of his user there, and freezes or ends what
 * is in it: the engine, too. */
REIN_INLINE int rein_on_group_write(struct file *file)
{
	unsigned long magic;

	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	magic = rein_file_system(file);
	return magic == CGROUP2_SUPER_MAGIC || magic == CGROUP_SUPER_MAGIC ?
		       rein_guard_call(REIN_GUARD_CONTROL, REIN_CALL_OPEN) :
		       0;
}

/* No hook is asked about unshare() and setns() by root, but for the right that they need. */
static __noinline int rein_on_capable(int cap)
{
	struct task_struct *me = rein_me();
	const struct pt_regs *regs;
	bool foreign;
	u32 number;

	if (cap != CAP_SYS_ADMIN || !rein_subject())
		return 0;
	regs = (const struct pt_regs *)bpf_task_pt_regs(me);
	number = rein_call_number(regs) & ~REIN_X32_CALL;
	foreign = rein_call_is_foreign(me);
	if (number != (foreign ? REIN_FOREIGN_UNSHARE : REIN_UNSHARE) &&
	    number != (foreign ? REIN_FOREIGN_SETNS : REIN_SETNS))
		return 0;
	return rein_guard(REIN_GUARD_NAMESPACES);
}

/* Reaching into a process of another run or of none: to let it act is to leave the run. */
REIN_INLINE int rein_on_ptrace(struct task_struct *target, u32 mode)
{
	return mode & PTRACE_MODE_ATTACH && target->group_leader != rein_me()->group_leader ?
		       rein_guard(REIN_GUARD_PTRACE) :
		       0;
}

/* The kernel reads a module or a kernel to boot; firmware and the like is its own affair. */
REIN_INLINE int rein_on_kernel_read(int id)
{
	return id >= REIN_READ_MODULE && id <= REIN_READ_KEXEC_INITRAMFS ?
		       rein_guard(REIN_GUARD_MODULES) :
		       0;
}

/* Keys put into a person's terminal would be typed into their shell afterwards. */
REIN_INLINE int rein_on_ioctl(unsigned int command)
{
	return (command == TIOCSTI || command == TIOCLINUX) && rein_subject() ? -EPERM : 0;
}

#endif
