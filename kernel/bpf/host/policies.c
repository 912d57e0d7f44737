// SPDX-License-Identifier: Apache-2.0
/*
 * A record may come when its policy was swapped already, so a few are kept. One that is older than
 * all of them is told by the newest, in which its clauses have other names: that takes as many
 * swaps as are kept, during one decision.
 */
#include "policies.h"

#include <stdlib.h>

#include "asks.h"
#include "hosts.h"
#include "records.h"

#define KEPT 16
#define FIRST 1

static struct {
	u32 serial;
	struct policy policy;
} kept[KEPT];

static const struct run *run;
static u32 newest;

/* The first one's blob is not of the heap. */
static void forget(u32 at)
{
	if (kept[at].serial != FIRST)
		free((void *)kept[at].policy.image.base);
	policy_free(&kept[at].policy);
}

static int put(const struct policy *policy)
{
	u32 serial = newest + 1;
	int err = hosts_number(run, policy, serial);

	if (!err)
		err = run_swap(run, &policy->image, serial);
	/* The kernel has waited for the decisions that are by the one before. */
	hosts_forget(run, err ? serial : newest);
	if (err)
		return err;
	newest = serial;
	if (kept[serial % KEPT].serial)
		forget(serial % KEPT);
	kept[serial % KEPT].serial = serial;
	kept[serial % KEPT].policy = *policy;
	return 0;
}

int policies_open(const struct run *opened)
{
	struct policy first = { .image = engine.image, .clause_ops = engine.clause_ops };

	run = opened;
	return put(&first);
}

const char *policies_swap(const struct policy *next)
{
	records_take();
	if (newest >= KEPT && asks_wait_under(newest + 1 - KEPT))
		return "something waits still that was asked many policies ago";
	if (put(next))
		return "the policy does not fit into the hooks";
	policies_enter(0);
	return NULL;
}

void policies_learn(const u8 ip[16], struct rein_bytes name)
{
	if (newest)
		hosts_tell(run, &kept[newest % KEPT].policy, newest, ip, name);
}

void policies_enter(u32 serial)
{
	u32 at = serial % KEPT;

	if (!newest)
		return; /* the self-test's records */
	if (!serial || kept[at].serial != serial)
		at = newest % KEPT;
	policy_use(&kept[at].policy);
}
