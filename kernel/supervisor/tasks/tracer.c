// SPDX-License-Identifier: Apache-2.0
/*
 * Event stops of governed threads. PTRACE_SEIZE, so that a stop signal stops a job as it does
 * without us (PTRACE_LISTEN). Not PTRACE_O_EXITKILL: if this process dies the command lives on, and
 * its trapped calls fail with ENOSYS.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/compat.h"
#include "decide/kept.h"
#include "exec/confirm.h"
#include "tasks/exits.h"
#include "tasks/sharing.h"
#include "tasks/tracer.h"
#include "tell/budget.h"

#define OPTIONS                                                                                    \
	(PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)

int tracer_seize(pid_t pid)
{
	return ptrace(PTRACE_SEIZE, pid, NULL, OPTIONS) < 0 ? -errno : 0;
}

/* It may have been killed in the stop: then its end comes next. */
static void go_on(pid_t tid, int signal)
{
	ptrace(PTRACE_CONT, tid, NULL, (void *)(long)signal);
}

/* A child past what the run may have ends before its first instruction. */
static void refuse_excess(const struct proc *parent, pid_t tid)
{
	struct cause cause = {
		.op = REIN_EXEC,
		.pid = parent->pid,
		.target = bytes_of(parent->exe),
	};

	/* The starter is not the run's own, nor who leaves it behind. */
	if (engine.starter >= 0 && !*parent->exe)
		return;
	if (!budget_has_room(procs_count() - (engine.starter >= 0), &cause))
		kill(tid, SIGKILL);
}

/* A child or thread of `parent`. It waits, or will, in its first stop. */
static void child_of(struct thread *parent, pid_t tid)
{
	struct proc *proc = parent->proc;
	struct thread *child = thread_find(tid);
	/* Only a thread of this process answers to both numbers. */
	bool is_thread = syscall(SYS_tgkill, proc->pid, tid, 0) == 0;

	if (!is_thread)
		proc = proc_fork(parent->proc, tid);
	if (child && proc)
		thread_belongs(child, proc);
	else if (!child && proc)
		child = thread_add(tid, proc);
	else
		child = NULL;
	if (!child) {
		kill(tid, SIGKILL); /* no memory to govern it with */
		return;
	}
	if (!is_thread) {
		sharing_check(parent->proc, proc);
		refuse_excess(parent->proc, tid);
		if (engine.cancelled)
			kill(tid, SIGKILL);
	}
	if (child->since_ms) /* it was early, and waits */
		go_on(tid, 0);
}

static void forked(struct thread *parent)
{
	unsigned long tid;

	if (ptrace(PTRACE_GETEVENTMSG, parent->tid, NULL, &tid) == 0)
		child_of(parent, (pid_t)tid);
	go_on(parent->tid, 0);
}

/* The first stop of a child, the stop of a job, or its end by SIGCONT. */
static void stopped(struct thread *thread, int signal)
{
	switch (signal) {
	case SIGSTOP:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		if (thread->proc) {
			ptrace(PTRACE_LISTEN, thread->tid, NULL, NULL);
			return;
		}
		break;
	default:
		break;
	}
	if (thread->proc)
		go_on(thread->tid, 0);
}

/* A thread's exec has replaced the process: it has the process's number now, and is alone. */
static void executed(pid_t pid)
{
	struct proc *proc = proc_find(pid);
	struct thread *leader = thread_find(pid);
	unsigned long former = (unsigned long)pid;
	struct thread *thread;

	if (!proc || !leader) {
		kill(pid, SIGKILL);
		go_on(pid, 0);
		return;
	}
	if (proc->n_threads > 1)
		ptrace(PTRACE_GETEVENTMSG, pid, NULL, &former);
	thread = thread_find((pid_t)former);
	exec_happened(proc, thread ? thread : leader);
	threads_replaced(proc);
	kept_drop_thread(leader); /* what the former leader was inside of has ended with it */
	/* From here on its status is wanted before its parent, or the reader of a pipe that it
	 * closes, can act on its end. */
	for (u32 i = 0; i < REIN_EXIT_WORDS; i++) {
		if (proc->task.exits[i]) {
			ptrace(PTRACE_SETOPTIONS, pid, NULL, OPTIONS | PTRACE_O_TRACEEXIT);
			break;
		}
	}
	go_on(pid, 0);
}

static void event(pid_t tid, int status)
{
	struct thread *thread = thread_find(tid);
	int what = status >> 16;

	if (what == PTRACE_EVENT_EXEC) {
		executed(tid);
		return;
	}
	if (!thread) {
		/* A child whose parent's event comes later. It waits; without memory it ends. */
		if (what != PTRACE_EVENT_STOP || !thread_add(tid, NULL))
			kill(tid, SIGKILL);
		return;
	}
	switch (what) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		forked(thread);
		break;
	case PTRACE_EVENT_STOP:
		stopped(thread, WSTOPSIG(status));
		break;
	case PTRACE_EVENT_EXIT:
		exit_announced(thread);
		go_on(tid, 0);
		break;
	default:
		go_on(tid, 0);
	}
}

void tracer_serve(void)
{
	int status;
	pid_t tid;

	while ((tid = waitpid(-1, &status, __WALL | WNOHANG)) > 0) {
		if (!WIFSTOPPED(status))
			exit_seen(tid, status);
		else if (status >> 16)
			event(tid, status);
		else
			go_on(tid, WSTOPSIG(status)); /* a signal on its way: pass it on */
	}
}

static void end_early(struct thread *thread)
{
	if (clock_ms() - thread->since_ms > EARLY_MS)
		kill(thread->tid, SIGKILL);
}

void tracer_end_early(void)
{
	threads_early(end_early);
}
