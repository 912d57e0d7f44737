// SPDX-License-Identifier: Apache-2.0
/*
 * Names of hosts, who records, and what ends the run.
 */
#include <string.h>

#include "host.h"
#include "link/frames.h"
#include "link/orders.h"

#define ADDRESS_BYTES 16

/* How many addresses, the addresses, the name that they have. */
static void take_name(struct rein_bytes payload)
{
	u32 n = payload.len ? payload.at[0] : 0;
	u32 at = 1 + ADDRESS_BYTES * n;
	struct rein_bytes name;

	if (payload.len <= at)
		return;
	name = (struct rein_bytes){ payload.at + at, payload.len - at };
	for (u32 i = 0; i < n && engine.host->learn; i++)
		engine.host->learn(payload.at + 1 + ADDRESS_BYTES * i, name);
}

/* Who records from now on. */
static void take_recorder(struct rein_bytes payload)
{
	u32 pid;

	if (payload.len != sizeof(pid))
		return;
	memcpy(&pid, payload.at, sizeof(pid));
	engine_protect((pid_t)pid);
	if (engine.host->protect)
		engine.host->protect((pid_t)pid);
}

void orders_take(u32 type, struct rein_bytes payload)
{
	if (type == FRAME_NAME)
		take_name(payload);
	else if (type == FRAME_ORPHAN)
		engine.orphan = true;
	else if (type == FRAME_PROTECT)
		take_recorder(payload);
	else if (type == FRAME_CANCEL)
		engine_cancel();
}
