// SPDX-License-Identifier: Apache-2.0
/*
 * The supervisor among the hosts.
 */
#include "decide/deed-of.h"
#include "decide/holds.h"
#include "net/hosts.h"
#include "supervisor.h"

static void approve(u32 gate)
{
	rein_approve(&engine.run, gate);
}

const struct host supervisor = {
	.tier = "supervisor",
	.stderr_of = deed_stderr,
	.decide = hold_decide,
	.deed_of = deed_of_hold,
	.approve = approve,
	.learn = hosts_learn,
};
