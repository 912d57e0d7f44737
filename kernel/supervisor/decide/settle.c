// SPDX-License-Identifier: Apache-2.0
/*
 * What becomes of an operation. Every effect passes through here: there is one place where a call
 * is let go and one where it is refused.
 */
#include <errno.h>
#include <signal.h>

#include "decide/commit.h"
#include "decide/deed-of.h"
#include "decide/holds.h"
#include "decide/kept.h"
#include "decide/settle.h"
#include "files/exact.h"
#include "flow/endpoints.h"
#include "flow/objects.h"
#include "guard/views.h"
#include "history.h"
#include "link/listener.h"
#include "tell/feedback.h"
#include "tell/report.h"

/* The labels that the event's objects carry: only an aspect that reads passes them on. */
static void put_object_labels(struct act *act)
{
	const u32 reading = REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ) | REIN_OP(REIN_RECV);

	for (u32 i = 0; i < act->event.n_aspects; i++) {
		struct rein_aspect *aspect = &act->event.aspects[i];

		if (!(aspect->ops & reading))
			continue;
		if (act->known[i])
			aspect->labels |= object_labels(&act->objects[i]);
		if (act->endpoint.len)
			aspect->labels |= endpoint_labels(act->endpoint);
	}
}

void decide(struct act *act)
{
	if (engine_flows())
		put_object_labels(act);
	rein_decide(&engine.image, &engine.run, &act->proc->task, &act->event, &engine.bits,
		    &act->verdict);
	engine.counters.decisions++;
	act->policy = history_newest();
	act->decided = true;
}

/* An object that could not be given its labels would carry a secret without showing it. */
static bool labels_fit(const struct act *act)
{
	if (!engine_flows())
		return true;
	if (!(act->verdict.object_labels[0] | act->verdict.object_labels[1]) &&
	    act->verdict.next.labels == act->proc->task.labels)
		return true;
	return !objects_full() && !endpoints_full();
}

static long refuse(struct act *act)
{
	struct told told;
	struct deed deed;
	bool kills;

	deed_of(act, &deed);
	kills = deed.effect == REIN_KILL && !deed.spared;
	feedback_decision(&deed, &told);
	if (kills)
		kill(deed.pid, SIGKILL);
	report_match(&deed, kills ? "killed" : "blocked", &told, NULL);
	return -EPERM;
}

/* A connect without blocking goes on by itself: it went through. */
static bool went_through(long result)
{
	return result >= 0 || result == ACT_SENT || result == -EINPROGRESS;
}

void settle_commit(struct act *act)
{
	if (!act->decided || act->committed)
		return;
	act->committed = true;
	commit(act);
}

long settle_result(struct act *act, long result)
{
	if (went_through(result))
		settle_commit(act);
	return result;
}

long settle_perform(struct act *act)
{
	if (act->proc->other_rights && !act->in_caller && views_differ(act)) {
		engine.counters.continued++;
		exact_stop();
		settle_commit(act);
		return ACT_CONTINUE;
	}
	return settle_result(act, act->perform(act));
}

long settle(struct act *act)
{
	struct told told;
	struct deed deed;

	decide(act);
	if (!labels_fit(act)) {
		engine.counters.labels_dropped++;
		deed_of(act, &deed);
		feedback_plain(&deed, "the table of labelled objects is full");
		return -ENOSPC;
	}
	switch ((enum rein_effect)act->verdict.effect) {
	case REIN_NONE:
		return settle_perform(act);
	case REIN_NOTIFY:
		deed_of(act, &deed);
		feedback_decision(&deed, &told);
		report_match(&deed, "allowed", &told, NULL);
		return settle_perform(act);
	case REIN_ASK:
		return hold(act);
	case REIN_BLOCK:
	case REIN_KILL:
		break;
	}
	return refuse(act); /* an effect that is not known is refused too */
}

void settle_finish(struct act *act, long result)
{
	if (result == ACT_KEPT)
		return;
	if (act->state != ACT_NOW)
		kept_remove(act);
	if (result == ACT_CONTINUE)
		listener_continue(act->id);
	else if (result != ACT_SENT)
		listener_answer(act->id, result);
	act_release(act);
}
