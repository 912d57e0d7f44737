// SPDX-License-Identifier: Apache-2.0
/*
 * Refusals of the guards.
 */
#include <errno.h>

#include "decide/report.h"
#include "guard/guards.h"
#include "link/calls.h"

#define SEEN_MAX 512

static const struct {
	const char *name;
	const char *why;
} guards[REIN_GUARDS] = {
	[REIN_GUARD_IO_URING] = { "io_uring", "its operations would pass by the policy; use plain "
					      "system calls" },
	[REIN_GUARD_PTRACE] = { "ptrace",
				"a run holds no debugger: no process reaches into another" },
	[REIN_GUARD_PROC_MEM] = { "proc_mem", "the memory of processes is not written to" },
	[REIN_GUARD_MOUNT] = { "mount", "names of files stay what they are during a run" },
	[REIN_GUARD_NAMESPACES] = { "namespaces", "a run stays in the namespaces it started in" },
	[REIN_GUARD_BPF] = { "bpf", "a run loads no programs into the kernel" },
	[REIN_GUARD_MODULES] = { "modules", "a run does not change the kernel" },
	[REIN_GUARD_HANDLES] = { "handles", "files are opened by name, so that rules can see it" },
	[REIN_GUARD_FOREIGN_ABI] = { "foreign_abi", "only native system calls are governed: use a "
						    "native program" },
	[REIN_GUARD_CONTROL] = { "control", "a run leaves its engine alone" },
};

const char *guard_name(enum rein_guard guard)
{
	return guards[guard].name;
}

/* Once per guard and program: a build that tries io_uring a thousand times is one line. When too
 * many pairs are known, each refusal is recorded. */
static bool is_known(enum rein_guard guard, const struct file_id *exe)
{
	static struct {
		struct file_id exe;
		u8 guard;
	} seen[SEEN_MAX];
	static u32 n_seen;

	for (u32 i = 0; i < n_seen; i++) {
		if (seen[i].guard == guard && file_same(&seen[i].exe, exe))
			return true;
	}
	if (n_seen < SEEN_MAX) {
		seen[n_seen].exe = *exe;
		seen[n_seen].guard = (u8)guard;
		n_seen++;
	}
	return false;
}

long guard_refuse(struct act *act, enum rein_guard guard, int error)
{
	struct told told = { .bytes = 0 };

	if (!is_known(guard, &act->proc->exe_id)) {
		feedback_guard(act, guards[guard].why, &told);
		report_guard(act, guard, &told);
	}
	return -error;
}

long guard_call(struct act *act)
{
	/* Libraries take this one for an old kernel and do without. */
	int error = act->call->guard == REIN_GUARD_IO_URING ? ENOSYS : EPERM;

	return guard_refuse(act, act->call->guard, error);
}

long guard_foreign(struct act *act, u32 arch)
{
	static const struct call foreign = { .name = "foreign" };
	static const struct call x32 = { .name = "x32" };

	act->call = arch == CALLS_ARCH ? &x32 : &foreign;
	return guard_refuse(act, REIN_GUARD_FOREIGN_ABI, ENOSYS);
}
