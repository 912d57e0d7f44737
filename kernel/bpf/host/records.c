// SPDX-License-Identifier: Apache-2.0
/*
 * One record after the other, in the order in which the hooks wrote them.
 */
#include "records.h"

#include <bpf/libbpf.h>
#include <errno.h>

#include "asks.h"
#include "deed-of.h"
#include "policies.h"
#include "tell/endpoint-text.h"
#include "tell/report.h"

#define GUARDS_SEEN_MAX 512

static struct ring_buffer *ring;
static bool dropping;

static struct cause cause_of(const struct rein_record *record)
{
	static char shown[ENDPOINT_TEXT];
	struct text text = TEXT_FIXED(shown);
	struct cause cause = {
		.op = main_op(record->op),
		.by = record->call == REIN_CALL_EXIT ? "exit" : NULL,
		.pid = (pid_t)record->pid,
		.target = record_target(record),
	};

	if (record->key == REIN_KEY_ENDPOINT && !cause.by) {
		endpoint_text(&text, cause.target);
		cause.target = text_view(&text);
	}
	return cause;
}

/* Gates live in the kernel; here is what it said of them last. */
static void take_gates(const struct rein_record *record)
{
	struct rein_run before = engine.run;
	struct cause cause = cause_of(record);

	for (u32 i = 0; i < REIN_GATE_WORDS; i++)
		engine.run.gates[i] = (before.gates[i] & ~record->closes[i]) | record->opens[i];
	gates_changed(&before, record->opens, &cause);
}

static void take_labels(const struct rein_record *record)
{
	struct cause cause = cause_of(record);

	report_label((pid_t)record->pid, record->gained, &cause);
}

/* Once per guard and program, as in the supervisor. */
static bool is_known(const struct rein_record *record, const struct deed *deed)
{
	static u64 seen[GUARDS_SEEN_MAX];
	static u32 n_seen;
	u64 print = print_of(deed->exe.at, deed->exe.len, record->guard + 1);

	for (u32 i = 0; i < n_seen; i++) {
		if (seen[i] == print)
			return true;
	}
	if (n_seen < GUARDS_SEEN_MAX)
		seen[n_seen++] = print;
	return false;
}

static void take_guard(const struct rein_record *record)
{
	struct told told;
	struct deed deed;

	deed_of_record(record, &deed);
	if (record->guard >= REIN_GUARDS || is_known(record, &deed))
		return;
	feedback_guard(&deed, guard_why(record->guard), &told);
	report_guard(&deed, record->guard, &told);
}

static void take_match(const struct rein_record *record)
{
	static const char *const outcomes[] = {
		[REIN_OUT_ALLOWED] = "allowed",
		[REIN_OUT_BLOCKED] = "blocked",
		[REIN_OUT_KILLED] = "killed",
		[REIN_OUT_HELD] = "held",
	};
	struct told told;
	struct deed deed;

	if (record->effect == REIN_ASK || asks_know(record)) {
		asks_matched(record);
		return;
	}
	if (record->outcome > REIN_OUT_KILLED)
		return;
	deed_of_record(record, &deed);
	feedback_decision(&deed, &told);
	report_match(&deed, outcomes[record->outcome], &told, NULL);
}

static int take(void *context, void *data, size_t bytes)
{
	const struct rein_record *record = data;

	(void)context;
	if (dropping || !record_is_whole(record, bytes))
		return 0;
	policies_enter(record->policy);
	switch ((enum rein_record_kind)record->kind) {
	case REIN_RECORD_MATCH:
		take_match(record);
		break;
	case REIN_RECORD_HOLD:
		asks_held(record);
		break;
	case REIN_RECORD_GUARD:
		take_guard(record);
		break;
	case REIN_RECORD_GATE:
		take_gates(record);
		break;
	case REIN_RECORD_LABEL:
		take_labels(record);
		break;
	case REIN_RECORD_EMPTY: /* it woke us: the run's state says it */
	case REIN_RECORD_EXIT:
		break;
	}
	return 0;
}

int records_open(const struct run *run)
{
	ring = ring_buffer__new(run->ring, take, NULL, NULL);
	return ring ? 0 : -errno;
}

int records_fd(void)
{
	return ring_buffer__epoll_fd(ring);
}

void records_take(void)
{
	ring_buffer__consume(ring);
	policies_enter(0);
}

void records_drop(void)
{
	dropping = true;
	records_take();
	dropping = false;
}
