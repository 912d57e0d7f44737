// SPDX-License-Identifier: Apache-2.0
/*
 * The filter asks the kernel to let nothing but death interrupt a caller that we have heard
 * (WAIT_KILLABLE_RECV): a call that was begun here must not begin again. That is right for calls
 * that take microseconds. In one that waits for a person or a peer, Ctrl-C has to work: the call is
 * answered with ERESTARTSYS, the signal is taken, and the kernel makes the call again if it is to.
 */
#include "base/waiting-signals.h"
#include "decide/holds.h"
#include "decide/kept.h"
#include "link/errands.h"
#include "tasks/pending.h"

/* Twice in a row: a signal of the whole process may be another thread's to take, and is gone then.
 */
static void look(struct act *act)
{
	if (!act->thread || (act->state != ACT_HELD && act->state != ACT_ERRAND))
		return;
	if (!waiting_signals(act->thread->tid)) {
		act->signalled = false;
	} else if (!act->signalled) {
		act->signalled = true;
	} else if (act->state == ACT_HELD) {
		act->signalled = false;
		hold_detach(act);
	} else {
		errand_interrupt(act);
	}
}

void pending_serve(void)
{
	kept_each(look);
}

static int wanted;

static void want(struct act *act)
{
	wanted |= act->thread && (act->state == ACT_HELD || act->state == ACT_ERRAND);
}

int pending_wanted(void)
{
	wanted = 0;
	kept_each(want);
	return wanted;
}
