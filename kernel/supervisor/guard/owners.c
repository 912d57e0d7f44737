// SPDX-License-Identifier: Apache-2.0
/*
 * Signals by O_ASYNC are sent by the kernel, when something happens to the descriptor: who gets
 * them is asked about where it is said, and said here on what was asked about. Most of them end a
 * process that does not expect them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "files/memory.h"
#include "guard/guards.h"
#include "guard/owners.h"
#include "guard/signals.h"
#include "link/calls.h"

static long own(struct act *act, int fd, const struct f_owner_ex *owner)
{
	bool is_group = owner->type == F_OWNER_PGRP;

	if (owner->pid < 0)
		return -ESRCH;
	if (signal_reaches_us(is_group ? -owner->pid : owner->pid))
		return guard_refuse(act, REIN_GUARD_CONTROL, EPERM);
	/* Its numbers may mean others, and our rights are not its own. */
	if (act->proc->other_rights)
		return -EPERM;
	return fcntl(fd, F_SETOWN_EX, owner) < 0 ? -errno : 0;
}

/* A process, or with a minus in front a group. */
static long own_number(struct act *act, int fd, int number)
{
	struct f_owner_ex owner = { F_OWNER_PID, number };

	if (number == INT_MIN)
		return -EINVAL;
	if (number < 0)
		owner = (struct f_owner_ex){ F_OWNER_PGRP, -number };
	return own(act, fd, &owner);
}

long owner_fcntl(struct act *act)
{
	int fd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));
	struct f_owner_ex owner;
	int error;

	if (fd < 0)
		return fd;
	if ((u32)act->args[1] == F_SETOWN)
		return own_number(act, fd, (int)act->args[2]);
	error = memory_read(act, act->args[2], &owner, sizeof(owner));
	return error ? error : own(act, fd, &owner);
}

long owner_ioctl(struct act *act)
{
	int fd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));
	struct stat st;
	int number;
	int error;

	if (fd < 0 || fstat(fd, &st) < 0)
		return fd < 0 ? fd : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -ENOTTY;
	error = memory_read(act, act->args[2], &number, sizeof(number));
	return error ? error : own_number(act, fd, number);
}
