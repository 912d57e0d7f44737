// SPDX-License-Identifier: Apache-2.0
/*
 * The table of tiers.
 */
#include <string.h>

#include "bpf/host/govern.h"
#include "bpf/host/probe.h"
#include "helper/tiers.h"
#include "supervisor/start/self-test.h"
#include "supervisor/supervisor.h"

static bool try_lsm(const char **detail)
{
	static bpf_probe_detail said;

	*detail = said;
	return bpf_probe_lsm(said);
}

static bool try_fmodret(const char **detail)
{
	static bpf_probe_detail said;

	*detail = said;
	return bpf_probe_fmodret(said);
}

static bool try_supervisor(const char **detail)
{
	struct checks checks = { 0 };
	const struct check *missing;

	self_test(&checks);
	missing = checks_missing(&checks);
	*detail = missing ? missing->detail : "a call was refused, and one was served";
	return !missing;
}

static bool try_observe(const char **detail)
{
	static bpf_probe_detail said;

	*detail = said;
	return bpf_probe_observe(said);
}

const struct tier tiers[TIERS] = {
	{ "lsm", try_lsm, &bpf_lsm },
	{ "fmodret", try_fmodret, &bpf_fmodret },
	{ "supervisor", try_supervisor, &supervisor },
	{ "observe", try_observe, &bpf_observe },
};

const struct tier *tier_named(const char *name)
{
	for (unsigned i = 0; i < TIERS; i++) {
		if (!strcmp(tiers[i].name, name))
			return &tiers[i];
	}
	return NULL;
}
