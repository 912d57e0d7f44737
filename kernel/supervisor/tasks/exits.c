// SPDX-License-Identifier: Apache-2.0
/*
 * A gate `exits N` must be open before anybody can act on the exit: the parent, which sees it after
 * we do, and whoever reads end-of-file from a pipe that the process closes as it ends. The latter
 * comes before the status is there to wait for; PTRACE_EVENT_EXIT comes before both.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <elf.h>

#include "decide/commit.h"
#include "tasks/exits.h"

static int root_status;
static bool root_ended;

bool exit_of_root(int *status)
{
	*status = root_status;
	return root_ended;
}

static int by_itself(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Which system call the thread is in; its number is kept through the event stop. */
static long call_of(pid_t tid)
{
#if defined(__x86_64__)
	struct user_regs_struct regs;
	struct iovec at = { &regs, sizeof(regs) };

	if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_PRSTATUS, &at) < 0)
		return -1;
	return (long)regs.orig_rax;
#else
	int call = -1;
	struct iovec at = { &call, sizeof(call) };

	if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_ARM_SYSTEM_CALL, &at) < 0)
		return -1;
	return call;
#endif
}

void exit_announced(struct thread *thread)
{
	struct proc *proc = thread->proc;
	unsigned long status;

	/* Descriptors go with the last thread, and the leader is stopped here: its word is early
	 * enough. But a leader that ends alone (exit, not exit_group) says nothing of the process.
	 */
	if (!proc || thread->tid != proc->pid)
		return;
	if (proc->n_threads > 1 && call_of(thread->tid) == SYS_exit)
		return;
	if (ptrace(PTRACE_GETEVENTMSG, thread->tid, NULL, &status) == 0)
		commit_exit(proc, by_itself((int)status));
}

void exit_seen(pid_t tid, int status)
{
	struct thread *thread = thread_find(tid);

	if (!thread)
		return;
	/* The leader is reported last. */
	if (thread->proc && thread->tid == thread->proc->pid) {
		commit_exit(thread->proc, by_itself(status));
		if (thread->tid == engine.root) {
			root_status = status;
			root_ended = true;
		}
	}
	thread_remove(thread);
}
