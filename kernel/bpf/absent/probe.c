// SPDX-License-Identifier: Apache-2.0
/*
 * In the place of bpf/host where the engine is built without clang or libbpf.
 */
#include <stdio.h>

#include "bpf/host/govern.h"
#include "bpf/host/probe.h"

const struct host bpf_lsm;
const struct host bpf_fmodret;

static bool absent(bpf_probe_detail detail)
{
	snprintf(detail, sizeof(bpf_probe_detail), "this build has no kernel tiers");
	return false;
}

bool bpf_probe_lsm(bpf_probe_detail detail)
{
	return absent(detail);
}

bool bpf_probe_fmodret(bpf_probe_detail detail)
{
	return absent(detail);
}
