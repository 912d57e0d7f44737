// SPDX-License-Identifier: Apache-2.0
/*
 * What was said of an address is never taken back: forgetting would open what a rule closes. It is
 * kept as it was said, too, since another policy has other patterns.
 */
#include "hosts.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host-name.h"

#define TOLD_MAX REIN_HOSTS_MAX

_Static_assert(REIN_HOST_ATOMS_MAX >= HOST_ATOMS_MAX, "the hooks have room for what is said");

struct told_host {
	u8 ip[16];
	struct rein_bytes name;
};

static struct told_host *told;
static u32 n_told;

/* False where there is no room. */
static bool keep(const u8 ip[16], struct rein_bytes name)
{
	u8 *copy;

	for (u32 i = 0; i < n_told; i++) {
		if (!memcmp(told[i].ip, ip, 16) && told[i].name.len == name.len &&
		    !memcmp(told[i].name.at, name.at, name.len))
			return true;
	}
	if (!told)
		told = calloc(TOLD_MAX, sizeof(*told));
	copy = told && n_told < TOLD_MAX ? malloc(name.len) : NULL;
	if (!copy)
		return false;
	memcpy(copy, name.at, name.len);
	memcpy(told[n_told].ip, ip, 16);
	told[n_told++].name = (struct rein_bytes){ copy, name.len };
	return true;
}

/* 1 where the hooks learnt something, -errno where they have no room. */
static int put(const struct run *run, const struct policy *policy, u32 serial,
	       const struct told_host *one)
{
	struct rein_host_key key = { .run = run->slot, .policy = serial };
	struct rein_host host = { 0 };
	u16 atoms[HOST_ATOMS_MAX];
	u32 n = host_name_atoms(&policy->image, one->name, atoms);
	u32 before;
	int err;

	if (!n)
		return 0; /* no pattern cares */
	memcpy(key.ip, one->ip, sizeof(key.ip));
	if (bpf_map_lookup_elem(run->hooks.hosts, &key, &host))
		host.n = 0;
	before = host.n;
	host.n = host_atoms_add(host.atoms, host.n, atoms, n);
	if (host.n == before)
		return 0;
	err = bpf_map_update_elem(run->hooks.hosts, &key, &host, BPF_ANY);
	return err ? err : 1;
}

void hosts_tell(const struct run *run, const struct policy *policy, u32 serial, const u8 ip[16],
		struct rein_bytes name)
{
	struct told_host one = { .name = name };
	int learnt;

	memcpy(one.ip, ip, sizeof(one.ip));
	learnt = keep(ip, name) ? put(run, policy, serial, &one) : -ENOSPC;
	if (learnt < 0)
		engine.counters.labels_dropped++;
	else if (learnt) /* what is remembered of addresses is from before this */
		__atomic_fetch_add(&run->shared->names, 1, __ATOMIC_SEQ_CST);
}

int hosts_number(const struct run *run, const struct policy *policy, u32 serial)
{
	int err = 0;

	for (u32 i = 0; err >= 0 && i < n_told; i++)
		err = put(run, policy, serial, &told[i]);
	return err < 0 ? err : 0;
}

void hosts_forget(const struct run *run, u32 serial)
{
	struct rein_host_key key;
	struct rein_host_key next;
	bool any = !bpf_map_get_next_key(run->hooks.hosts, NULL, &next);

	while (any) {
		key = next;
		any = !bpf_map_get_next_key(run->hooks.hosts, &key, &next);
		if (key.run == run->slot && key.policy == serial)
			bpf_map_delete_elem(run->hooks.hosts, &key);
	}
}
