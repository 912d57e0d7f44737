// SPDX-License-Identifier: Apache-2.0
/*
 * From acts to deeds.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "decide/deed-of.h"
#include "decide/holds.h"
#include "history.h"
#include "link/calls.h"

void deed_of_proc(struct proc *proc, struct deed *deed)
{
	static char cwd[REIN_PATH_MAX];
	char path[32];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%d/cwd", proc->pid);
	len = readlink(path, cwd, sizeof(cwd));
	*deed = (struct deed){
		.pid = proc->pid,
		.ppid = proc->ppid,
		.exe = bytes_of(proc->exe),
		.cwd = { (u8 *)cwd, len > 0 ? (u32)len : 0 },
		.labels = proc->task.labels,
		.running = { proc->running, proc->running_bytes },
		.before = &proc->told,
		.doer = proc,
	};
}

void deed_of(const struct act *act, struct deed *deed)
{
	const struct rein_verdict *verdict = &act->verdict;

	deed_of_proc(act->proc, deed);
	deed->call = act->call->name;
	deed->ops = act_ops(act);
	deed->endpoint = act->event.aspects[0].key == REIN_KEY_ENDPOINT;
	deed->n_targets = act->endpoint.len ? 1 : act->event.n_aspects;
	for (u32 i = 0; i < deed->n_targets; i++)
		deed->targets[i] = act_target(act, i);
	deed->gains = verdict->next.labels & ~act->proc->task.labels;
	deed->ended = act->ended;
	deed->args = act->event.args;
	deed->args_truncated = act->event.args_truncated;
	/* A search along PATH tries the same program by several names. */
	if (deed->ops & REIN_OP(REIN_EXEC) && act->known[0])
		deed->program = print_of(&act->objects[0], sizeof(act->objects[0]), 1);
	deed->effect = verdict->effect;
	deed->spared = verdict->effect == REIN_KILL && deed->pid == engine.root && !act->ended;
	deed->decisive = verdict->decisive;
	deed->n_matches = verdict->n_matches;
	deed->n_more = verdict->n_more;
	deed->matches = verdict->matches;
}

void deed_of_hold(const struct hold *hold, struct deed *deed)
{
	const struct act *act = hold->of;

	history_use(act->policy);
	deed_of(act, deed);
}

int deed_stderr(const struct deed *deed)
{
	return proc_fd(deed->doer, STDERR_FILENO);
}
