// SPDX-License-Identifier: Apache-2.0
/*
 * Refusals of the guards.
 */
#include <errno.h>

#include "decide/deed-of.h"
#include "guard/guards.h"
#include "link/calls.h"
#include "tell/report.h"

#define SEEN_MAX 512

/* Recorded once per guard and program: a build that tries io_uring a thousand times is one line.
 * When too many pairs are known, each refusal is recorded. */
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
	struct told told = { 0 };
	struct deed deed;

	deed_of_proc(act->proc, &deed);
	deed.call = act->call->name;
	/* Every Node 22 tries it, and goes on without: that is for the record only. */
	if (guard != REIN_GUARD_IO_URING)
		feedback_guard(&deed, guard_why(guard), &told);
	if (!is_known(guard, &act->proc->exe_id))
		report_guard(&deed, guard, &told);
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
	if (!engine_guards(REIN_GUARD_FOREIGN_ABI))
		return ACT_CONTINUE; /* a policy before this one did */
	return guard_refuse(act, REIN_GUARD_FOREIGN_ABI, ENOSYS);
}
