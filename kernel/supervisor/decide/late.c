// SPDX-License-Identifier: Apache-2.0
/*
 * The decision is the core's. Here is what people are told of the program, and the one answer that
 * is left where nothing waits for a verdict.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "decide/act.h"
#include "decide/deed-of.h"
#include "decide/late.h"
#include "link/calls.h"
#include "tell/report.h"

static bool is_possible(void)
{
	return engine.image.header->standing_words;
}

static void remember(struct proc *proc, const void *argv, u32 bytes)
{
	free(proc->running);
	proc->running = malloc(bytes);
	proc->running_bytes = proc->running ? bytes : 0;
	if (proc->running)
		memcpy(proc->running, argv, bytes);
}

void late_remember(struct proc *proc, const char *argv, u32 bytes)
{
	if (is_possible())
		remember(proc, argv, bytes < RUNNING_BYTES ? bytes : RUNNING_BYTES);
}

void late_inherit(const struct proc *parent, struct proc *child)
{
	if (parent->running)
		remember(child, parent->running, parent->running_bytes);
}

static void tell(struct act *act)
{
	struct deed deed;
	struct told told;

	act->ended = act->verdict.effect >= REIN_ASK;
	if (act->ended)
		kill(act->proc->pid, SIGKILL);
	deed_of(act, &deed);
	feedback_decision(&deed, &told);
	report_match(&deed, act->ended ? "killed" : "allowed", &told, NULL);
}

void late_gain(struct proc *proc, u64 labels, struct rein_bytes name)
{
	static const struct call through = { .name = "read" };
	struct act *act;

	if (!is_possible())
		return;
	act = act_take();
	if (!act) {
		kill(proc->pid, SIGKILL);
		return;
	}
	act->proc = proc;
	act->call = &through;
	aspect_name(act_aspect(act, REIN_OP(REIN_READ), REIN_KEY_PATH), name);
	rein_decide_gain(&engine.image, &engine.run, &proc->task, labels, &engine.bits,
			 &act->verdict);
	if (act->verdict.effect != REIN_NONE)
		tell(act);
	act_release(act);
}
