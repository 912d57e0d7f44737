/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a system call's number and arguments are, by processor. arm64 is compiled and was never
 * run.
 */
#ifndef REIN_ARCH_BPF_H
#define REIN_ARCH_BPF_H

#include "subject.bpf.h"

#if defined(__TARGET_ARCH_x86)

#define TS_COMPAT 2u
#define REIN_X32_CALL 0x40000000u
#define REIN_UNSHARE 272u
#define REIN_SETNS 308u
#define REIN_FOREIGN_UNSHARE 310u
#define REIN_FOREIGN_SETNS 346u

REIN_INLINE u32 rein_call_number(const struct pt_regs *regs)
{
	return regs->orig_ax;
}

REIN_INLINE void rein_call_arguments(const struct pt_regs *regs, u64 *args)
{
	args[0] = regs->di;
	args[1] = regs->si;
	args[2] = regs->dx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
}

/* A call of the 32-bit interface, whose numbers are others. */
REIN_INLINE bool rein_call_is_foreign(struct task_struct *me)
{
	return BPF_CORE_READ(me, thread_info.status) & TS_COMPAT;
}

#elif defined(__TARGET_ARCH_arm64)

#define TIF_32BIT (1ul << 22)
#define REIN_X32_CALL 0u
#define REIN_UNSHARE 97u
#define REIN_SETNS 268u
#define REIN_FOREIGN_UNSHARE 337u
#define REIN_FOREIGN_SETNS 375u

REIN_INLINE u32 rein_call_number(const struct pt_regs *regs)
{
	return regs->syscallno;
}

REIN_INLINE void rein_call_arguments(const struct pt_regs *regs, u64 *args)
{
	args[0] = regs->orig_x0; /* the answer lies where it was */
	args[1] = regs->regs[1];
	args[2] = regs->regs[2];
	args[3] = regs->regs[3];
	args[4] = regs->regs[4];
	args[5] = regs->regs[5];
}

REIN_INLINE bool rein_call_is_foreign(struct task_struct *me)
{
	return BPF_CORE_READ(me, thread_info.flags) & TIF_32BIT;
}

#endif
#endif
