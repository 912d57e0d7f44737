// SPDX-License-Identifier: Apache-2.0
/*
 * A hold ends in one of five ways: approved, denied, expired, abandoned by a caller that ended, or
 * denied because what was asked for changed meanwhile. An approval is used once, by the captured
 * action; the policy is asked again first, because a gate may have closed while a person thought.
 */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "decide/deed-of.h"
#include "decide/digest.h"
#include "decide/holds.h"
#include "decide/kept.h"
#include "decide/settle.h"
#include "history.h"
#include "link/listener.h"
#include "tell/report.h"

#define DETACHED_MS 5000
#define ERESTARTSYS 512 /* the kernel's own: take the signal, then call again */

static struct hold *found;
static const u8 *wanted_digest;
static pid_t wanted_pid;

static void match_detached(struct hold *held)
{
	const struct act *act = held->of;

	if (act->detached_ms && act->proc && act->proc->pid == wanted_pid &&
	    !memcmp(held->digest, wanted_digest, SHA256_BYTES))
		found = held;
}

/* The hold that this same action of this process left for a signal. */
static struct hold *find_detached(pid_t pid, const u8 *digest)
{
	found = NULL;
	wanted_pid = pid;
	wanted_digest = digest;
	holds_each(match_detached);
	return found;
}

/* Says how it ended, by the policy that decided about it. */
static void tell(struct act *act, const char *outcome, struct rein_bytes by,
		 struct rein_bytes reason)
{
	struct hold_end ended = { .id = act->hold->text, .by = by, .reason = reason };
	struct told told = { .bytes = 0 };
	struct deed deed;

	history_use(act->policy);
	deed_of(act, &deed);
	if (!act->detached_ms && act->thread)
		feedback_ended(&deed, outcome, reason, &told);
	report_match(&deed, outcome, &told, &ended);
	policy_use_newest();
}

/* Ends the hold and, if its caller still waits, the call. */
static void end(struct act *act, const char *outcome, struct rein_bytes by,
		struct rein_bytes reason, long result)
{
	bool waits = !act->detached_ms && act->thread;

	tell(act, outcome, by, reason);
	hold_free(act->hold);
	act->hold = NULL;
	kept_remove(act);
	if (waits)
		settle_finish(act, result);
	else
		act_release(act);
}

/* Ends it as a person's no, or as nobody's yes. */
static void deny(struct act *act, const char *outcome, struct rein_bytes by,
		 struct rein_bytes reason)
{
	struct deed deed;

	deed_of(act, &deed);
	deed_denied(&deed);
	end(act, outcome, by, reason, -EPERM);
}

static long decided_at_once(struct act *act, bool allowed, const char *why)
{
	struct told told;
	struct deed deed;

	deed_of(act, &deed);
	feedback_ended(&deed, allowed ? "approved" : "denied", bytes_of(why), &told);
	report_match(&deed, allowed ? "approved" : "denied", &told, NULL);
	if (allowed)
		return settle_perform(act);
	deed_denied(&deed);
	return -EPERM;
}

/* The same once more: the record has it, and nobody is told again. */
static long denied_again(const struct deed *deed)
{
	const struct told nothing = { .bytes = 0 };

	report_match(deed, "denied", &nothing, NULL);
	return -EPERM;
}

/* Asks the policy again. Where it has nothing to say by now, what is told is who asked. false: it
 * refuses by now. */
static bool still_allowed(struct act *act, struct rein_bytes by, struct rein_bytes reason)
{
	struct rein_verdict asked = act->verdict;
	u32 policy = act->policy;
	struct rein_verdict now;

	decide(act);
	if (act->verdict.effect > REIN_ASK)
		return false;
	now = act->verdict;
	if (now.effect == REIN_NONE) {
		act->verdict = asked;
		act->policy = policy;
	}
	tell(act, "approved", by, reason);
	act->verdict = now;
	return true;
}

static enum hold_answer approved(struct act *act, struct rein_bytes by, struct rein_bytes reason)
{
	u8 now[SHA256_BYTES];

	act_digest(act, now);
	if (memcmp(now, act->hold->digest, SHA256_BYTES)) {
		end(act, "denied", by, bytes_of("it changed while it was held"), -EPERM);
		return HOLD_CHANGED;
	}
	if (!still_allowed(act, by, reason)) {
		end(act, "denied", by, bytes_of("the policy refuses it by now"), -EPERM);
		return HOLD_CHANGED;
	}
	hold_free(act->hold);
	act->hold = NULL;
	kept_remove(act);
	settle_finish(act, settle_perform(act));
	return HOLD_OK;
}

static long reattach(struct act *act, struct hold *held)
{
	struct act *old = held->of;

	act->hold = held;
	held->of = act;
	old->hold = NULL;
	kept_remove(old);
	act_release(old);
	kept_add(act, ACT_HELD);
	if (held->decided)
		hold_decide(held, held->approved, hold_reason(held), hold_by(held));
	return ACT_KEPT;
}

long hold(struct act *act)
{
	u8 digest[SHA256_BYTES];
	struct hold *held;
	struct deed deed;

	if (engine.ask == ASK_ALLOW)
		return decided_at_once(act, true, "--ask allow");
	deed_of(act, &deed);
	if (deed_was_denied(&deed))
		return denied_again(&deed);
	if (engine.ask == ASK_DENY || engine.orphan)
		return decided_at_once(act, false,
				       engine.orphan ? "nobody records this run" : "--ask deny");
	act_digest(act, digest);
	held = find_detached(act->proc->pid, digest);
	if (held)
		return reattach(act, held);
	held = hold_new(act, digest);
	if (!held)
		return decided_at_once(act, false, "too many operations wait");
	act->hold = held;
	kept_add(act, ACT_HELD);
	feedback_hold(&deed, held);
	report_hold(&deed, held);
	return ACT_KEPT;
}

enum hold_answer hold_decide(struct hold *held, bool approve, struct rein_bytes reason,
			     struct rein_bytes by)
{
	struct act *act = held->of;

	if (act->detached_ms) {
		if (held->decided)
			return HOLD_UNKNOWN;
		hold_note(held, approve, reason, by);
		return HOLD_OK;
	}
	if (approve)
		return approved(act, by, reason);
	deny(act, "denied", by, reason);
	return HOLD_OK;
}

void hold_abandoned(struct act *act)
{
	act->thread = NULL;
	end(act, "abandoned", bytes_of(""), bytes_of(""), 0);
}

void hold_detach(struct act *act)
{
	act->detached_ms = clock_ms();
	act->thread = NULL;
	listener_answer(act->id, -ERESTARTSYS);
}

static u32 policy_of_hold;
static bool waits_under;

static void look_at_policy(struct hold *held)
{
	const struct act *act = held->of;

	waits_under = waits_under || act->policy == policy_of_hold;
}

bool holds_wait_under(u32 policy)
{
	policy_of_hold = policy;
	waits_under = false;
	holds_each(look_at_policy);
	return waits_under;
}

static void deny_unrecorded(struct hold *held)
{
	deny(held->of, "denied", bytes_of(""), bytes_of("nobody records this run"));
}

void holds_orphaned(void)
{
	holds_each(deny_unrecorded);
}

static int soonest;

static void expire(struct hold *held)
{
	struct act *act = held->of;
	u64 now = clock_ms();
	u64 at = act->detached_ms ? act->detached_ms + DETACHED_MS : held->expires_ms;

	if (at > now) {
		if (soonest < 0 || at - now < (u64)soonest)
			soonest = (int)(at - now < 60000 ? at - now : 60000);
	} else if (act->detached_ms) {
		hold_abandoned(act);
	} else {
		deny(act, "expired", bytes_of(""), bytes_of("nobody decided in time"));
	}
}

int holds_expire(void)
{
	soonest = -1;
	holds_each(expire);
	return soonest;
}
