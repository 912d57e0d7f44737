// SPDX-License-Identifier: Apache-2.0
/*
 * The rule is: what can differ is looked at each time, what cannot is not. A process without
 * capabilities that may not gain any (no_new_privs) keeps its credentials; a process that has not
 * called chroot, setns, unshare or clone with a namespace keeps its root.
 */
#include <errno.h>
#include <linux/sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/proc-text.h"
#include "guard/guards.h"
#include "guard/views.h"
#include "link/calls.h"

#define NEW_NAMESPACES                                                                             \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)
#define STATUS_BYTES 4096

/* What must be equal: the lines of /proc/PID/status, by name. */
static const char *const rights[] = { "\nUid:", "\nGid:", "\nGroups:", "\nCapEff:" };
#define RIGHTS (sizeof(rights) / sizeof(rights[0]))

static char own_status[STATUS_BYTES];

void views_start(void)
{
	proc_text(engine.pid, "status", own_status, sizeof(own_status));
}

static bool same_line(const char *a, const char *b, const char *name)
{
	const char *left = strstr(a, name);
	const char *right = strstr(b, name);
	size_t len;

	if (!left || !right)
		return false;
	len = strcspn(left + 1, "\n") + 1;
	return !strncmp(left, right, len) && strcspn(right + 1, "\n") + 1 == len;
}

static bool same_place(pid_t tid, const char *what)
{
	char path[48];
	struct stat theirs;
	struct stat ours;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, what);
	if (stat(path, &theirs) < 0)
		return false;
	snprintf(path, sizeof(path), "/proc/self/%s", what);
	return stat(path, &ours) == 0 && ours.st_ino == theirs.st_ino &&
	       ours.st_dev == theirs.st_dev;
}

bool views_differ_in_root(struct act *act)
{
	pid_t tid = act->thread->tid;

	return !same_place(tid, "root") || !same_place(tid, "ns/mnt");
}

bool views_differ(struct act *act)
{
	char status[STATUS_BYTES];

	proc_text(act->thread->tid, "status", status, sizeof(status));
	for (u32 i = 0; i < RIGHTS; i++) {
		if (!same_line(own_status, status, rights[i]))
			return true;
	}
	return views_differ_in_root(act) || !same_place(act->thread->tid, "ns/user");
}

void views_thread_is_back(struct thread *thread)
{
	if (thread->moving) {
		thread->moving = false;
		thread->proc->moving--;
	}
}

/* The kernel performs it after our answer; until the thread calls again the working directory may
 * be either. */
long views_chdir(struct act *act)
{
	proc_forget_cwd(act->proc);
	act->thread->moving = true;
	act->proc->moving++;
	return ACT_CONTINUE;
}

static long changed(struct act *act)
{
	proc_forget_cwd(act->proc);
	act->proc->other_rights = true;
	return ACT_CONTINUE;
}

long views_root(struct act *act)
{
	if (engine_guards(REIN_GUARD_MOUNT))
		return guard_refuse(act, REIN_GUARD_MOUNT, EPERM);
	return changed(act);
}

long views_setns(struct act *act)
{
	if (engine_guards(REIN_GUARD_NAMESPACES))
		return guard_refuse(act, REIN_GUARD_NAMESPACES, EPERM);
	return changed(act);
}

long views_clone(struct act *act)
{
	if (act->args[0] & CLONE_UNTRACED)
		return guard_refuse(act, REIN_GUARD_CONTROL, EPERM);
	return views_setns(act);
}

/* One thread would have descriptors that are not those of its process, which are looked at when
 * labels come. */
static bool hides_descriptors(const struct act *act)
{
	return engine_flows() && act->proc->n_threads > 1;
}

long views_close_range(struct act *act)
{
	if (hides_descriptors(act))
		return -EPERM;
	act->proc->shares = true;
	return ACT_CONTINUE;
}

long views_unshare(struct act *act)
{
	if (act->args[0] & NEW_NAMESPACES)
		return views_setns(act);
	if (act->args[0] & CLONE_FILES && hides_descriptors(act))
		return -EPERM;
	/* Its threads go apart: each has a working directory or descriptors of its own. */
	proc_forget_cwd(act->proc);
	act->proc->shares = true;
	return ACT_CONTINUE;
}

long views_rights(struct act *act)
{
	act->proc->other_rights = true;
	return ACT_CONTINUE;
}
