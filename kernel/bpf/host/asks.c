// SPDX-License-Identifier: Apache-2.0
/*
 * From a hold in the kernel to a person and back.
 */
#include "asks.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "deed-of.h"
#include "held-process.h"
#include "records.h"
#include "tell/report.h"

#define WAKE_MS 20    /* between looks whether an answered process has come back */
#define SIGNAL_MS 100 /* between looks for signals that a held process is to take */
#define UNUSED_MS 5000 /* an answer that nobody came for is withdrawn */
#define SOON_MS 60000
#define ENDS_AT_ONCE 16

/* One held operation: the record that told of it, and its process. */
struct ask {
	struct hold *hold;
	const char *outcome; /* how it was ended, once it was */
	u64 answered_ms;
	struct told told;
	int pidfd;
	struct rein_record record;
};

static const struct run *run;
static int ends = -1;

int asks_open(const struct run *opened)
{
	run = opened;
	ends = epoll_create1(EPOLL_CLOEXEC);
	return ends < 0 ? -errno : 0;
}

int asks_fd(void)
{
	return ends;
}

static void add_bytes(struct sha256 *hash, const void *bytes, u64 len)
{
	sha256_add(hash, &len, sizeof(len)); /* so that two fields cannot be read as one */
	sha256_add(hash, bytes, len);
}

/* The hook's own digest, which knows the objects, and all that a person is shown. */
static void digest_of(const struct rein_record *r, const struct deed *deed, u8 *digest)
{
	static const char domain[] = "rein hold 2";
	struct sha256 hash;

	sha256_start(&hash);
	add_bytes(&hash, domain, sizeof(domain));
	add_bytes(&hash, &r->hold_key, sizeof(r->hold_key));
	add_bytes(&hash, deed->call, strlen(deed->call));
	add_bytes(&hash, &deed->ops, sizeof(deed->ops));
	for (u32 i = 0; i < deed->n_targets; i++)
		add_bytes(&hash, deed->targets[i].at, deed->targets[i].len);
	add_bytes(&hash, deed->args.at, deed->args.len);
	add_bytes(&hash, deed->cwd.at, deed->cwd.len);
	sha256_end(&hash, digest);
}

/* What the hook finds when the process comes back. False: the hold is gone. */
static bool put_answer(const struct rein_hold_key *key, enum rein_hold_state state)
{
	struct rein_hold hold;

	if (bpf_map_lookup_elem(run->hooks.holds, key, &hold))
		return false;
	hold.state = state;
	return !bpf_map_update_elem(run->hooks.holds, key, &hold, BPF_EXIST);
}

static bool is_gone(const struct ask *ask)
{
	struct rein_hold hold;

	return bpf_map_lookup_elem(run->hooks.holds, &ask->record.hold_key, &hold);
}

static void forget(struct ask *ask)
{
	bpf_map_delete_elem(run->hooks.holds, &ask->record.hold_key);
	if (ask->pidfd >= 0)
		close(ask->pidfd);
	hold_free(ask->hold);
	free(ask);
}

void asks_deed_of(const struct hold *hold, struct deed *deed)
{
	const struct ask *ask = hold->of;

	deed_of_record(&ask->record, deed);
}

/* Says how it ended, by the deed that ended it. */
static void conclude(struct ask *ask, const struct deed *deed)
{
	struct hold_end ended = {
		.id = ask->hold->text,
		.by = hold_by(ask->hold),
		.reason = hold_reason(ask->hold),
	};

	report_match(deed, ask->outcome, &ask->told, &ended);
	forget(ask);
}

static void conclude_as_asked(struct ask *ask)
{
	struct deed deed;

	deed_of_record(&ask->record, &deed);
	conclude(ask, &deed);
}

/* Tells the process, which is stopped still, and lets it come for its answer. */
static void answer(struct hold *hold, const char *outcome, bool approve, struct rein_bytes reason,
		   struct rein_bytes by)
{
	struct ask *ask = hold->of;
	struct deed deed;

	deed_of_record(&ask->record, &deed);
	hold_note(hold, approve, reason, by);
	ask->outcome = outcome;
	ask->answered_ms = clock_ms();
	put_answer(&ask->record.hold_key, approve ? REIN_HOLD_APPROVED : REIN_HOLD_DENIED);
	feedback_ended(&deed, outcome, reason, &ask->told);
	if (!approve)
		deed_denied(&deed);
	held_process_wake(ask->pidfd, (pid_t)ask->record.tid);
}

/* The record has it, and nobody is told again. */
static void deny_again(struct ask *ask)
{
	hold_note(ask->hold, false, bytes_of(""), bytes_of(""));
	ask->outcome = "denied";
	ask->answered_ms = clock_ms();
	put_answer(&ask->record.hold_key, REIN_HOLD_DENIED);
	held_process_wake(ask->pidfd, (pid_t)ask->record.tid);
}

enum hold_answer asks_decide(struct hold *hold, bool approve, struct rein_bytes reason,
			     struct rein_bytes by)
{
	if (hold->decided)
		return HOLD_UNKNOWN;
	answer(hold, approve ? "approved" : "denied", approve, reason, by);
	return HOLD_OK;
}

/* ---- Holds that there was no room for: they are denied, and nothing stands for them here ---- */
static u64 unheard_ms; /* the last one; 0 before any */

static void deny_unheard(const struct rein_record *record)
{
	put_answer(&record->hold_key, REIN_HOLD_DENIED);
	unheard_ms = clock_ms();
}

static void wake_answered(const struct rein_hold_key *key)
{
	struct rein_hold hold;

	if (key->run == run->slot && !bpf_map_lookup_elem(run->hooks.holds, key, &hold) &&
	    hold.state != REIN_HOLD_PENDING)
		held_process_wake(-1, (pid_t)key->tid);
}

/* Each may stop only after it was denied. */
static void wake_unheard(void)
{
	struct rein_hold_key key;
	bool any = !bpf_map_get_next_key(run->hooks.holds, NULL, &key);

	while (any) {
		wake_answered(&key);
		any = !bpf_map_get_next_key(run->hooks.holds, &key, &key);
	}
}

static struct ask *make(const struct rein_record *record)
{
	u32 texts = record->bytes - (u32)sizeof(*record);
	struct ask *ask = calloc(1, sizeof(*ask) + texts);
	struct epoll_event end = { .events = EPOLLIN };
	u8 digest[SHA256_BYTES];
	struct deed deed;

	if (!ask)
		return NULL;
	memcpy(&ask->record, record, record->bytes);
	deed_of_record(&ask->record, &deed);
	digest_of(&ask->record, &deed, digest);
	ask->hold = hold_new(ask, digest);
	if (!ask->hold) {
		free(ask);
		return NULL;
	}
	ask->pidfd = (int)syscall(SYS_pidfd_open, record->pid, 0);
	end.data.u64 = ask->hold->id;
	if (ask->pidfd >= 0)
		epoll_ctl(ends, EPOLL_CTL_ADD, ask->pidfd, &end);
	return ask;
}

void asks_held(const struct rein_record *record)
{
	struct ask *ask = make(record);
	struct deed deed;

	if (!ask) {
		deny_unheard(record);
		return;
	}
	if (engine.ask == ASK_ALLOW) {
		answer(ask->hold, "approved", true, bytes_of("--ask allow"), bytes_of(""));
		return;
	}
	deed_of_record(&ask->record, &deed);
	if (deed_was_denied(&deed)) {
		deny_again(ask);
		return;
	}
	feedback_hold(&deed, ask->hold);
	report_hold(&deed, ask->hold);
	if (engine.orphan)
		answer(ask->hold, "denied", false, bytes_of("nobody records this run"),
		       bytes_of(""));
}

/* ---- Which hold a record is about ---- */
static const struct rein_record *wanted;
static struct ask *found;

static void match(struct hold *hold)
{
	struct ask *ask = hold->of;

	if (!memcmp(&ask->record.hold_key, &wanted->hold_key, sizeof(wanted->hold_key)) ||
	    (hold->decided && wanted->effect > REIN_ASK && ask->record.tid == wanted->tid))
		found = ask;
}

static struct ask *find(const struct rein_record *record)
{
	found = NULL;
	wanted = record;
	holds_each(match);
	return found;
}

bool asks_know(const struct rein_record *record)
{
	return find(record);
}

static u32 policy_of_ask;
static bool is_of_policy;

static void look_at_policy(struct hold *hold)
{
	const struct ask *ask = hold->of;

	is_of_policy = is_of_policy || ask->record.policy == policy_of_ask;
}

bool asks_wait_under(u32 serial)
{
	policy_of_ask = serial;
	is_of_policy = false;
	holds_each(look_at_policy);
	return is_of_policy;
}

static void refused_at_once(const struct deed *deed)
{
	const char *why = engine.orphan			 ? "nobody records this run"
			  : engine.ask == ASK_DENY	 ? "--ask deny"
							 : "too many operations wait";
	struct told told;

	feedback_ended(deed, "denied", bytes_of(why), &told);
	report_match(deed, "denied", &told, NULL);
}

void asks_matched(const struct rein_record *record)
{
	struct ask *ask = find(record);
	struct deed deed;

	deed_of_record(record, &deed);
	if (!ask) {
		refused_at_once(&deed);
	} else if (record->effect > REIN_ASK) {
		ask->outcome = "denied";
		hold_note(ask->hold, false, bytes_of("the policy refuses it by now"),
			  hold_by(ask->hold));
		conclude(ask, &deed);
	} else {
		conclude(ask, &deed);
	}
}

/* ---- The clock ---- */
static int soonest;

static void sooner(int ms)
{
	if (soonest < 0 || ms < soonest)
		soonest = ms;
}

static void serve_one(struct hold *hold)
{
	struct ask *ask = hold->of;
	u64 now = clock_ms();

	if (hold->decided) {
		/* Gone, its record is on the way here; if that was lost, this says it. */
		if (now - ask->answered_ms > UNUSED_MS) {
			conclude_as_asked(ask);
			return;
		}
		if (!is_gone(ask))
			held_process_wake(ask->pidfd, (pid_t)ask->record.tid);
		sooner(WAKE_MS);
		return;
	}
	if (hold->expires_ms <= now) {
		answer(hold, "expired", false, bytes_of("nobody decided in time"), bytes_of(""));
		sooner(WAKE_MS);
		return;
	}
	if (held_process_has_signal(ask->record.tid))
		held_process_wake(ask->pidfd, (pid_t)ask->record.tid);
	sooner(SIGNAL_MS);
}

static void serve_ends(void)
{
	struct epoll_event events[ENDS_AT_ONCE];
	int n = epoll_wait(ends, events, ENDS_AT_ONCE, 0);

	if (n > 0)
		records_take(); /* what they did before they ended is in the ring by now */
	for (int i = 0; i < n; i++) {
		struct hold *hold = hold_find(events[i].data.u64);
		struct ask *ask = hold ? hold->of : NULL;

		if (!ask)
			continue;
		/* An answer that was not used is no decision about what happened. */
		ask->outcome = "abandoned";
		hold_note(ask->hold, false, bytes_of(""), bytes_of(""));
		conclude_as_asked(ask);
	}
}

int asks_serve(void)
{
	serve_ends();
	soonest = -1;
	holds_each(serve_one);
	if (unheard_ms && clock_ms() - unheard_ms < UNUSED_MS) {
		wake_unheard();
		sooner(WAKE_MS);
	}
	return soonest;
}

static void deny(struct hold *hold)
{
	if (!hold->decided)
		answer(hold, "denied", false, bytes_of("nobody records this run"), bytes_of(""));
}

void asks_orphaned(void)
{
	holds_each(deny);
}
