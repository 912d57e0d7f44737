// SPDX-License-Identifier: Apache-2.0
/*
 * Two hash tables, by process number and by thread number. The kernel bounds how many there are.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "decide/kept.h"
#include "decide/late.h"
#include "tasks/tasks.h"

#define BUCKETS 4096

static struct proc *procs[BUCKETS];
static u32 n_procs;
static struct thread *threads[BUCKETS];
static u32 n_threads;
static u32 n_early;

static u32 bucket(pid_t id)
{
	return (u32)id % BUCKETS;
}

struct proc *proc_find(pid_t pid)
{
	struct proc *proc = procs[bucket(pid)];

	while (proc && proc->pid != pid)
		proc = proc->next;
	return proc;
}

u32 procs_count(void)
{
	return n_procs;
}

struct thread *thread_find(pid_t tid)
{
	struct thread *thread = threads[bucket(tid)];

	while (thread && thread->tid != tid)
		thread = thread->next;
	return thread;
}

static struct proc *proc_add(pid_t pid, const char *exe)
{
	struct proc *proc = calloc(1, sizeof(*proc));

	if (!proc)
		return NULL;
	proc->exe = strdup(exe);
	if (!proc->exe) {
		free(proc);
		return NULL;
	}
	proc->pid = pid;
	proc->pidfd = -1;
	proc->cwd = -1;
	proc->memory = -1;
	proc->next = procs[bucket(pid)];
	procs[bucket(pid)] = proc;
	n_procs++;
	engine.counters.processes++;
	return proc;
}

struct proc *proc_start(pid_t pid)
{
	struct proc *proc = proc_add(pid, "");

	if (proc) {
		proc->ppid = engine.pid;
		rein_start(&engine.image, &proc->task);
	}
	return proc;
}

struct proc *proc_fork(const struct proc *parent, pid_t pid)
{
	struct proc *proc = proc_add(pid, parent->exe);

	if (!proc)
		return NULL;
	rein_fork(&parent->task, &proc->task);
	proc->ppid = parent->pid;
	proc->exe_id = parent->exe_id;
	late_inherit(parent, proc);
	proc->other_rights = parent->other_rights;
	return proc;
}

struct thread *thread_add(pid_t tid, struct proc *proc)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	if (!thread)
		return NULL;
	thread->tid = tid;
	thread->proc = proc;
	thread->next = threads[bucket(tid)];
	threads[bucket(tid)] = thread;
	n_threads++;
	if (proc) {
		proc->n_threads++;
	} else {
		thread->since_ms = clock_ms();
		n_early++;
	}
	return thread;
}

void thread_belongs(struct thread *thread, struct proc *proc)
{
	thread->proc = proc;
	proc->n_threads++;
	n_early--;
}

static void proc_remove(struct proc *proc)
{
	struct proc **at = &procs[bucket(proc->pid)];

	while (*at != proc)
		at = &(*at)->next;
	*at = proc->next;
	n_procs--;
	kept_drop_proc(proc);
	proc_forget_cwd(proc);
	proc_forget_memory(proc);
	if (proc->pidfd >= 0)
		close(proc->pidfd);
	free(proc->exe);
	free(proc->running);
	free(proc);
}

void thread_remove(struct thread *thread)
{
	struct thread **at = &threads[bucket(thread->tid)];
	struct proc *proc = thread->proc;

	while (*at != thread)
		at = &(*at)->next;
	*at = thread->next;
	n_threads--;
	kept_drop_thread(thread);
	if (proc && thread->moving)
		proc->moving--;
	free(thread);
	if (!proc)
		n_early--;
	else if (--proc->n_threads == 0)
		proc_remove(proc);
}

void threads_replaced(struct proc *proc)
{
	for (u32 i = 0; i < BUCKETS && proc->n_threads > 1; i++) {
		struct thread *next;

		for (struct thread *thread = threads[i]; thread; thread = next) {
			next = thread->next;
			if (thread->proc == proc && thread->tid != proc->pid)
				thread_remove(thread);
		}
	}
}

bool tasks_empty(void)
{
	return n_threads == 0;
}

bool threads_waiting(void)
{
	return n_early > 0;
}

void procs_each(bool (*visit)(struct proc *proc, void *ctx), void *ctx)
{
	for (u32 i = 0; i < BUCKETS; i++) {
		struct proc *next;

		for (struct proc *proc = procs[i]; proc; proc = next) {
			next = proc->next;
			if (!visit(proc, ctx))
				return;
		}
	}
}

void threads_early(void (*visit)(struct thread *thread))
{
	for (u32 i = 0; i < BUCKETS && n_early; i++) {
		struct thread *next;

		for (struct thread *thread = threads[i]; thread; thread = next) {
			next = thread->next;
			if (!thread->proc)
				visit(thread);
		}
	}
}

int proc_pidfd(struct proc *proc)
{
	if (proc->pidfd < 0) {
		proc->pidfd = (int)syscall(SYS_pidfd_open, proc->pid, 0);
		if (proc->pidfd < 0)
			return -errno;
	}
	return proc->pidfd;
}

int proc_fd(struct proc *proc, int fd)
{
	int pidfd = proc_pidfd(proc);
	int copy;

	if (pidfd < 0)
		return pidfd;
	copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0); /* it is close-on-exec */
	return copy < 0 ? -errno : copy;
}

void proc_forget_cwd(struct proc *proc)
{
	if (proc->cwd >= 0)
		close(proc->cwd);
	proc->cwd = -1;
	free(proc->cwd_name);
	proc->cwd_name = NULL;
}

void proc_forget_memory(struct proc *proc)
{
	if (proc->memory >= 0)
		close(proc->memory);
	proc->memory = -1;
	proc->n_reads = 0;
}
