// SPDX-License-Identifier: Apache-2.0
/*
 * The programs of the `observe` tier, for kernels that let nothing be hooked in front of: they see
 * what has happened, tell it, and can end the process that did it. Only what is sent to an address
 * is asked about before. A process outside every run costs each of them one failed look-up.
 *
 *   tp_btf/sys_enter            a thread other than the first calls exec; labels go out by a write
 *   tp_btf/sys_exit             what a call has done: see calls.c
 *   tp_btf/sched_process_exec   a program was loaded and has not run yet
 *   tp_btf/task_newtask         a child is governed before it runs
 *   tp_btf/sched_process_exit   exit status; the end of the run
 *   tp_btf/io_uring_submit_req  what a ring does is not seen: it is counted
 *   cgroup/connect4, 6, _unix   connecting, on the run's own cgroup
 *   cgroup/sendmsg4, 6, _unix   sending to an address
 *   cgroup/bind4, 6             binding
 */
#define REIN_ARGV_GIVEN
#include "../vmlinux.h"
#include "../scratch.bpf.h"

static __attribute__((noinline)) bool rein_argv_page(struct rein_scratch *s);

#include "../hooks-task.bpf.h"
#include "exec.bpf.h"
#include "files.bpf.h"
#include "net.bpf.h"

char LICENSE[] SEC("license") = "GPL";

SEC("tp_btf/sys_enter")
int BPF_PROG(t_sys_enter, struct pt_regs *regs, long number)
{
	struct rein_proc *proc = rein_subject();
	struct rein_seen seen = {};

	if (!proc || !rein_call_of(&seen, proc, regs))
		return 0;
	if (seen.call.shape == REIN_SEEN_EXEC)
		rein_state_follows(proc);
	else if (seen.call.shape == REIN_SEEN_WRITE)
		rein_seen_write(&seen);
	else if (seen.call.shape == REIN_SEEN_ADDRESS)
		rein_seen_address_begin();
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(t_sys_exit, struct pt_regs *regs, long ret)
{
	struct rein_proc *proc = rein_subject();
	struct rein_seen seen = { .ret = ret };

	if (!proc || (ret < 0 && ret != -EINPROGRESS) || !rein_call_of(&seen, proc, regs))
		return 0;
	switch (seen.call.shape) {
	case REIN_SEEN_OPENED:
		rein_seen_opened(&seen);
		break;
	case REIN_SEEN_FILE:
		rein_seen_file(&seen);
		break;
	case REIN_SEEN_NAME:
		rein_seen_name(&seen);
		break;
	case REIN_SEEN_TWO:
		rein_seen_two(&seen);
		break;
	case REIN_SEEN_READ:
		rein_seen_read(&seen);
		break;
	case REIN_SEEN_COPY:
		rein_seen_read(&seen);
		rein_seen_write(&seen);
		break;
	case REIN_SEEN_ADDRESS:
		rein_seen_address(&seen);
		break;
	case REIN_SEEN_ACCEPT:
		rein_seen_accepted(&seen);
		break;
	}
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(t_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	rein_seen_exec(bprm);
	return 0;
}

SEC("tp_btf/task_newtask")
int BPF_PROG(t_newtask, struct task_struct *task, u64 clone_flags)
{
	rein_on_new_task(task, clone_flags);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(t_exit, struct task_struct *task)
{
	rein_on_exit(task);
	return 0;
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(t_uring, void *request)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};

	if (proc && rein_ready(&d, proc))
		rein_count_up(d.run, REIN_COUNT_EVENTS_LOST);
	return 0;
}

/* ---- On the cgroup of a run ---- */
#define ON_ADDRESS(name, call, body)                                                               \
	SEC("cgroup/" #name)                                                                       \
	int c_##name(struct bpf_sock_addr *ctx)                                                    \
	{                                                                                          \
		return body ? 1 : 0;                                                               \
	}

ON_ADDRESS(connect4, CONNECT, rein_refusable_inet(ctx, REIN_CALL_CONNECT, AF_INET))
ON_ADDRESS(connect6, CONNECT, rein_refusable_inet(ctx, REIN_CALL_CONNECT, AF_INET6))
ON_ADDRESS(sendmsg4, SEND, rein_refusable_inet(ctx, REIN_CALL_SEND, AF_INET))
ON_ADDRESS(sendmsg6, SEND, rein_refusable_inet(ctx, REIN_CALL_SEND, AF_INET6))
ON_ADDRESS(bind4, BIND, rein_refusable_inet(ctx, REIN_CALL_BIND, AF_INET))
ON_ADDRESS(bind6, BIND, rein_refusable_inet(ctx, REIN_CALL_BIND, AF_INET6))

/* Debian's loader does not know these two by their names: it is told what they are. */
SEC("cgroup/connect4")
int u_connect(struct bpf_sock_addr *ctx)
{
	return rein_refusable_unix(ctx, REIN_CALL_CONNECT) ? 1 : 0;
}

SEC("cgroup/connect4")
int u_sendmsg(struct bpf_sock_addr *ctx)
{
	return rein_refusable_unix(ctx, REIN_CALL_SEND) ? 1 : 0;
}
