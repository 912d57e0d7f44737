// SPDX-License-Identifier: Apache-2.0
/*
 * The list of kept acts, and what happens to each kind when its caller is gone.
 */
#include "decide/holds.h"
#include "decide/kept.h"
#include "exec/exec.h"
#include "link/errands.h"

static struct act *kept;

void kept_add(struct act *act, enum act_state state)
{
	act->state = state;
	act->prev = NULL;
	act->next = kept;
	if (kept)
		kept->prev = act;
	kept = act;
}

void kept_remove(struct act *act)
{
	if (act->prev)
		act->prev->next = act->next;
	else
		kept = act->next;
	if (act->next)
		act->next->prev = act->prev;
	act->next = act->prev = NULL;
	act->state = ACT_NOW;
}

bool kept_any(void)
{
	return kept;
}

void kept_each(void (*visit)(struct act *act))
{
	struct act *next;

	for (struct act *act = kept; act; act = next) {
		next = act->next;
		visit(act);
	}
}

static void drop(struct act *act)
{
	switch (act->state) {
	case ACT_HELD:
		hold_abandoned(act);
		break;
	case ACT_ERRAND:
		/* Its thread is still in the call: it comes back, and then there is nobody to
		 * answer but there may be labels to keep. */
		act->thread = NULL;
		errand_cancel(act);
		break;
	case ACT_EXEC:
		exec_did_not_happen(act->thread);
		break;
	case ACT_NOW:
		break;
	}
}

void kept_drop_thread(struct thread *thread)
{
	struct act *next;

	for (struct act *act = kept; act; act = next) {
		next = act->next;
		if (act->thread == thread)
			drop(act);
	}
}

void kept_drop_proc(struct proc *proc)
{
	struct act *next;

	for (struct act *act = kept; act; act = next) {
		next = act->next;
		if (act->proc != proc)
			continue;
		if (act->state == ACT_HELD)
			hold_abandoned(act);
		else
			act->proc = NULL;
	}
}
