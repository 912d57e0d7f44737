// SPDX-License-Identifier: Apache-2.0
/*
 * What makes the supervisor better where it is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/compat.h"
#include "start/self-test.h"

#ifndef LANDLOCK_CREATE_RULESET_VERSION
#define LANDLOCK_CREATE_RULESET_VERSION 1
#endif

static int install(unsigned long flags)
{
	struct sock_filter allow = { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW };
	struct sock_fprog program = { 1, &allow };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static int try_killable(void)
{
	return install(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV) <
	       0;
}

static int try_wake_up(void)
{
	int listener = install(SECCOMP_FILTER_FLAG_NEW_LISTENER);

	return listener < 0 || ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS,
				     SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP) < 0;
}

/* In a child, because a filter stays. */
static bool works(int (*try)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(try());
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool has_birth_time(void)
{
	struct statx st;

	return statx(AT_FDCWD, "/", 0, STATX_BTIME, &st) == 0 && st.stx_mask & STATX_BTIME;
}

static void check_landlock(struct checks *checks)
{
	static char detail[32];
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	snprintf(detail, sizeof(detail), abi > 0 ? "Landlock ABI %ld" : "no Landlock", abi);
	check_add(checks, "landlock", false, abi > 0, detail);
}

static void check_yama(struct checks *checks)
{
	static char detail[48] = "no Yama: ptrace follows user ids";
	FILE *file = fopen("/proc/sys/kernel/yama/ptrace_scope", "re");
	int scope = 0;

	if (file && fscanf(file, "%d", &scope) == 1)
		snprintf(detail, sizeof(detail), "ptrace_scope is %d", scope);
	if (file)
		fclose(file);
	check_add(checks, "yama", false, scope < 2, detail);
}

void self_test_optional(struct checks *checks)
{
	check_add(checks, "wait-killable", false, works(try_killable),
		  "signals do not break off calls under way (5.19)");
	check_add(checks, "sync-wake-up", false, works(try_wake_up),
		  "callers are answered on their own processor (6.6)");
	check_add(checks, "birth-time", false, has_birth_time(),
		  "files are told from those that had their inode before");
	check_landlock(checks);
	check_yama(checks);
}
