// SPDX-License-Identifier: Apache-2.0
/*
 * In the place of bpf/host where the engine is built without clang or libbpf.
 */
#include <stdio.h>

#include "bpf/host/govern.h"
#include "bpf/host/peers.h"
#include "bpf/host/pins.h"
#include "bpf/host/probe.h"

const struct host bpf_lsm;
const struct host bpf_fmodret;
const struct host bpf_observe;

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

bool bpf_probe_observe(bpf_probe_detail detail)
{
	return absent(detail);
}

bool peers_governed(pid_t pid)
{
	(void)pid;
	return false;
}

int pins_list(void)
{
	puts("{\"pins\":[]}");
	return 0;
}

int pins_clean(void)
{
	return pins_list();
}

int pins_load(const char *tier)
{
	fprintf(stderr, "rein-engine: this build has no tier `%.64s`\n", tier);
	return 2;
}
