// SPDX-License-Identifier: Apache-2.0
/*
 * clone() can make a process that has its parent's descriptor table or working directory. One of
 * the two can then change what the other is about to use; nothing of them is taken from a cache.
 */
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks/sharing.h"

/* A kernel that does not say so is taken to mean yes. */
static bool is_same(pid_t a, pid_t b, int what)
{
	return syscall(SYS_kcmp, a, b, what, 0, 0) <= 0;
}

void sharing_check(struct proc *parent, struct proc *child)
{
	if (is_same(parent->pid, child->pid, KCMP_FILES) ||
	    is_same(parent->pid, child->pid, KCMP_FS)) {
		parent->shares = child->shares = true;
		proc_forget_cwd(parent);
	}
}
