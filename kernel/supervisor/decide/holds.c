// SPDX-License-Identifier: Apache-2.0
/*
 * A hold ends in one of five ways: approved, denied, expired, abandoned by a caller that ended, or
 * denied because what was asked for changed meanwhile. An approval is used once, by the captured
 * action; the policy is asked again first, because a gate may have closed while a person thought.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "decide/digest.h"
#include "decide/hold-id.h"
#include "decide/holds.h"
#include "decide/kept.h"
#include "decide/report.h"
#include "decide/settle.h"
#include "link/listener.h"

#define DETACHED_MS 5000
#define ERESTARTSYS 512 /* the kernel's own: take the signal, then call again */

static u32 n_holds;
static struct act *found;
static u64 wanted_id;
static const u8 *wanted_digest;
static pid_t wanted_pid;

static void match_id(struct act *act)
{
	if (act->state == ACT_HELD && act->hold->id == wanted_id)
		found = act;
}

static struct act *find(u64 id)
{
	found = NULL;
	wanted_id = id;
	kept_each(match_id);
	return found;
}

static bool is_taken(u64 id)
{
	return find(id);
}

static void match_detached(struct act *act)
{
	if (act->state == ACT_HELD && act->hold->detached_ms && act->proc &&
	    act->proc->pid == wanted_pid && !memcmp(act->hold->digest, wanted_digest, SHA256_BYTES))
		found = act;
}

/* The hold that this same action of this process left for a signal. */
static struct act *find_detached(pid_t pid, const u8 *digest)
{
	found = NULL;
	wanted_pid = pid;
	wanted_digest = digest;
	kept_each(match_detached);
	return found;
}

/* Ends the hold and, if its caller still waits, the call. */
static void end(struct act *act, const char *outcome, struct rein_bytes by,
		struct rein_bytes reason, long result)
{
	struct hold_end ended = { .id = act->hold->text, .by = by, .reason = reason };
	struct told told = { .bytes = 0 };
	bool waits = !act->hold->detached_ms;

	if (waits && act->thread)
		feedback_ended(act, outcome, reason, &told);
	report_match(act, outcome, &told, &ended);
	free(act->hold);
	act->hold = NULL;
	n_holds--;
	kept_remove(act);
	if (waits && act->thread)
		settle_finish(act, result);
	else
		act_release(act);
}

static long decided_at_once(struct act *act, bool allowed, const char *why)
{
	struct told told;

	feedback_ended(act, allowed ? "approved" : "denied", bytes_of(why), &told);
	report_match(act, allowed ? "approved" : "denied", &told, NULL);
	return allowed ? settle_perform(act) : -EPERM;
}

static enum hold_answer approved(struct act *act, struct rein_bytes by, struct rein_bytes reason)
{
	u8 now[SHA256_BYTES];
	struct hold_end ended = { .id = act->hold->text, .by = by, .reason = reason };
	struct hold *held = act->hold;
	struct told told;

	act_digest(act, now);
	if (memcmp(now, held->digest, SHA256_BYTES)) {
		end(act, "denied", by, bytes_of("it changed while it was held"), -EPERM);
		return HOLD_CHANGED;
	}
	decide(act);
	if (act->verdict.effect > REIN_ASK) {
		end(act, "denied", by, bytes_of("the policy refuses it by now"), -EPERM);
		return HOLD_CHANGED;
	}
	if (act->verdict.effect == REIN_NONE)
		act->verdict.effect = REIN_ASK; /* the record tells of the ask */
	feedback_ended(act, "approved", reason, &told);
	report_match(act, "approved", &told, &ended);
	n_holds--;
	kept_remove(act);
	act->hold = NULL;
	free(held);
	settle_finish(act, settle_perform(act));
	return HOLD_OK;
}

static long reattach(struct act *act, struct act *old)
{
	struct hold *held = old->hold;

	act->hold = held;
	old->hold = NULL;
	kept_remove(old);
	act_release(old);
	held->detached_ms = 0;
	kept_add(act, ACT_HELD);
	if (held->decided)
		hold_decide(held->id, held->approved,
			    (struct rein_bytes){ (u8 *)held->reason, held->reason_bytes },
			    bytes_of(""));
	return ACT_KEPT;
}

long hold(struct act *act)
{
	u8 digest[SHA256_BYTES];
	struct act *old;
	struct hold *held;

	if (engine.ask == ASK_ALLOW)
		return decided_at_once(act, true, "--ask allow");
	if (engine.ask == ASK_DENY || engine.orphan)
		return decided_at_once(act, false,
				       engine.orphan ? "nobody records this run" : "--ask deny");
	act_digest(act, digest);
	old = find_detached(act->proc->pid, digest);
	if (old)
		return reattach(act, old);
	held = n_holds < HOLDS_MAX ? calloc(1, sizeof(*held)) : NULL;
	if (!held)
		return decided_at_once(act, false, "too many operations wait");
	held->id = hold_id_new(is_taken);
	hold_id_text(held->id, held->text);
	memcpy(held->digest, digest, sizeof(digest));
	held->since_wall_ms = clock_wall_ms();
	held->expires_wall_ms = held->since_wall_ms + engine.ask_seconds * 1000ull;
	held->expires_ms = clock_ms() + engine.ask_seconds * 1000ull;
	act->hold = held;
	n_holds++;
	engine.counters.held++;
	kept_add(act, ACT_HELD);
	feedback_hold(act, &held->told);
	report_hold(act, &held->told);
	return ACT_KEPT;
}

enum hold_answer hold_decide(u64 id, bool approve, struct rein_bytes reason, struct rein_bytes by)
{
	struct act *act = find(id);
	struct hold *held;

	if (!act || (act->hold->decided && act->hold->detached_ms))
		return HOLD_UNKNOWN;
	held = act->hold;
	if (held->detached_ms) {
		held->decided = true;
		held->approved = approve;
		held->reason_bytes = reason.len < REASON_MAX ? reason.len : REASON_MAX;
		memcpy(held->reason, reason.at, held->reason_bytes);
		return HOLD_OK;
	}
	if (approve)
		return approved(act, by, reason);
	end(act, "denied", by, reason, -EPERM);
	return HOLD_OK;
}

void hold_abandoned(struct act *act)
{
	act->thread = NULL;
	end(act, "abandoned", bytes_of(""), bytes_of(""), 0);
}

void hold_detach(struct act *act)
{
	act->hold->detached_ms = clock_ms();
	act->thread = NULL;
	listener_answer(act->id, -ERESTARTSYS);
}

static void deny(struct act *act)
{
	if (act->state == ACT_HELD)
		end(act, "denied", bytes_of(""), bytes_of("nobody records this run"), -EPERM);
}

void holds_orphaned(void)
{
	kept_each(deny);
}

static int soonest;

static void expire(struct act *act)
{
	u64 now = clock_ms();
	u64 at;

	if (act->state != ACT_HELD)
		return;
	at = act->hold->detached_ms ? act->hold->detached_ms + DETACHED_MS : act->hold->expires_ms;
	if (at > now) {
		if (soonest < 0 || at - now < (u64)soonest)
			soonest = (int)(at - now < 60000 ? at - now : 60000);
	} else if (act->hold->detached_ms) {
		hold_abandoned(act);
	} else {
		end(act, "expired", bytes_of(""), bytes_of("nobody decided in time"), -EPERM);
	}
}

int holds_expire(void)
{
	soonest = -1;
	if (n_holds)
		kept_each(expire);
	return soonest;
}
