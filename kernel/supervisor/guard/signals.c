// SPDX-License-Identifier: Apache-2.0
/*
 * The engine and the process that records are out of reach. A group is signalled here, one governed
 * process at a time: the command's group may hold processes that are none of the run, among them
 * the one that records.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard/guards.h"
#include "guard/signals.h"
#include "link/calls.h"

#define THREAD_OR_PROCESS 3 /* PIDFD_SIGNAL_THREAD, PIDFD_SIGNAL_THREAD_GROUP */

bool signal_reaches_us(pid_t to)
{
	for (u32 i = 0; i <= RECORDERS_MAX; i++) {
		pid_t ours = i < RECORDERS_MAX ? engine.recorders[i] : engine.pid;

		if (!ours || !to)
			continue;
		if (to < 0 && -getpgid(ours) == to)
			return true;
		/* Numbers of threads reach their process as well. */
		if (to == ours || (to > 0 && syscall(SYS_tgkill, ours, to, 0) == 0))
			return true;
	}
	return false;
}

struct group {
	pid_t group; /* 0: every process */
	pid_t spared;
	int signal;
	u32 reached;
	int error;
};

static bool signal_member(struct proc *proc, void *ctx)
{
	struct group *group = ctx;

	if (proc->ended || proc->pid == group->spared ||
	    (group->group && getpgid(proc->pid) != group->group))
		return true;
	if (kill(proc->pid, group->signal) == 0)
		group->reached++;
	else
		group->error = -errno;
	return true;
}

long signal_kill(struct act *act)
{
	pid_t pid = (pid_t)act->args[0];
	struct group group = { .signal = (int)act->args[1], .error = -ESRCH };

	if (pid > 0)
		return signal_reaches_us(pid) ? guard_refuse(act, REIN_GUARD_CONTROL, EPERM)
					 : ACT_CONTINUE;
	if (pid == 0)
		group.group = getpgid(act->proc->pid);
	else if (pid == -1)
		group.spared = act->proc->pid; /* kill(-1) does not reach its caller */
	else if (pid == INT_MIN)
		return -ESRCH; /* it cannot be negated */
	else
		group.group = -pid;
	procs_each(signal_member, &group);
	return group.reached ? 0 : group.error;
}

long signal_aimed(struct act *act)
{
	pid_t pid = (pid_t)act->args[act->call->arg];

	return pid && signal_reaches_us(pid) ? guard_refuse(act, REIN_GUARD_CONTROL, EPERM)
					: ACT_CONTINUE;
}

/* Which: a process, its group, or all of a user, in this order. A user is ours, or has nothing to
 * do with us; whoever is root reaches us by any. */
long signal_slowing(struct act *act)
{
	u32 which = (u32)act->args[0] - (act->call->nr == __NR_ioprio_set);
	pid_t who = (pid_t)act->args[1];
	bool reaches = true;

	if (which == PRIO_PROCESS)
		reaches = who && signal_reaches_us(who);
	else if (which == PRIO_PGRP)
		reaches = signal_reaches_us(-(who ? who : getpgid(act->proc->pid)));
	return reaches ? guard_refuse(act, REIN_GUARD_CONTROL, EPERM) : ACT_CONTINUE;
}

/* The process a pidfd of ours is for; -1 when it is none. */
static pid_t pid_of(int pidfd)
{
	char path[40];
	char line[64];
	pid_t pid = -1;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	info = fopen(path, "re");
	if (!info)
		return -1;
	while (fgets(line, sizeof(line), info)) {
		if (!strncmp(line, "Pid:", 4) && sscanf(line + 4, "%d", &pid) == 1)
			break;
	}
	fclose(info);
	return pid;
}

/* The descriptor may become another before the kernel looks at it, so the signal is sent from here,
 * through the one that was looked at. */
long signal_pidfd(struct act *act)
{
	int pidfd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));

	if (pidfd < 0)
		return pidfd;
	if (act->args[3] & ~(u64)THREAD_OR_PROCESS)
		return -EINVAL; /* to a whole group: as on a kernel that does not know it */
	if (signal_reaches_us(pid_of(pidfd)))
		return guard_refuse(act, REIN_GUARD_CONTROL, EPERM);
	if (syscall(SYS_pidfd_send_signal, pidfd, (int)act->args[1], NULL, act->args[3]) < 0)
		return -errno;
	return 0;
}
