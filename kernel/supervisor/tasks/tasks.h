/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The governed processes and their threads. The decision core's state belongs to a process (thread
 * group); the kernel reports threads. ptrace keeps both tables exact: a thread is in here before
 * its first instruction, and its number is not given to another before we have seen it end.
 */
#ifndef REIN_TASKS_H
#define REIN_TASKS_H

#include "engine.h"
#include "flow/file-id.h"
#include "tell/deed.h"

struct act;

struct proc {
	struct proc *next; /* in its bucket */
	pid_t pid;
	pid_t ppid; /* who made it; what the kernel says later is who adopted it */
	u32 n_threads;
	struct rein_task task;
	char *exe; /* resolved path of its program */
	struct file_id exe_id;
	u8 *running; /* its argv, for people; NULL unless some clause may ask about it again */
	u32 running_bytes;
	int pidfd;	/* -1 until it is needed */
	int memory;	/* /proc/PID/mem, -1 unless it calls often */
	u32 n_reads;	/* of its memory, while that is not open */
	int cwd;	/* cached working directory, -1 when it is not known */
	char *cwd_name; /* its name, as it was when `cwd_known` names had been forgotten */
	u64 cwd_known;
	u32 moving;	   /* threads that may be inside chdir() now: nothing is cached */
	bool shares;	   /* working directory or descriptors shared with another process */
	bool other_rights; /* its credentials or its root may differ from ours */
	bool ended;	   /* its exit was accounted for */
	bool waits_to_spread;
	struct proc *spreads; /* the next that waits to pass its labels on */
	struct told_before told;
};

struct thread {
	struct thread *next; /* in its bucket */
	pid_t tid;
	struct proc *proc; /* NULL: its parent's fork event has not come yet; it is stopped */
	u64 since_ms;	   /* when it appeared, for those without a process */
	struct act *exec;  /* an exec that was let through and has not happened yet */
	bool moving;	   /* it was last seen calling chdir() */
};

struct proc *proc_find(pid_t pid);
struct thread *thread_find(pid_t tid);

/* The run's first process, and a child of `parent` with its state. NULL: out of memory. */
struct proc *proc_start(pid_t pid);
struct proc *proc_fork(const struct proc *parent, pid_t pid);
struct thread *thread_add(pid_t tid, struct proc *proc);

/* Its parent turned out to be a thread of this process, or of its parent. */
void thread_belongs(struct thread *thread, struct proc *proc);

/* Forgets a thread; its process goes with the last one. */
void thread_remove(struct thread *thread);
/* Forgets every thread of a process but the one whose number is the process's own. */
void threads_replaced(struct proc *proc);

bool tasks_empty(void);

/* Processes that live. */
u32 procs_count(void);

/* Calls visit() for each process until it answers false. */
void procs_each(bool (*visit)(struct proc *proc, void *ctx), void *ctx);
/* Calls visit() for each thread whose parent is not known yet. */
void threads_early(void (*visit)(struct thread *thread));
bool threads_waiting(void);

/* pidfd of the process, opened once. -errno. */
int proc_pidfd(struct proc *proc);
/* A descriptor of the process as our own: the same open file. -errno. */
int proc_fd(struct proc *proc, int fd);
void proc_forget_cwd(struct proc *proc);
/* Its memory is another: an exec. */
void proc_forget_memory(struct proc *proc);

#endif
