// SPDX-License-Identifier: Apache-2.0
/*
 * What was said of an address is never taken back: forgetting would open what a rule closes.
 */
#include "hosts.h"

#include <bpf/bpf.h>
#include <string.h>

#include "host-name.h"

_Static_assert(REIN_HOST_ATOMS_MAX >= HOST_ATOMS_MAX, "the hooks have room for what is said");

void hosts_tell(const struct run *run, const u8 ip[16], struct rein_bytes name)
{
	struct rein_host_key key = { .run = run->slot };
	struct rein_host host = { 0 };
	u16 atoms[HOST_ATOMS_MAX];
	u32 n = host_name_atoms(name, atoms);
	u32 before;

	if (!n)
		return; /* no pattern cares */
	memcpy(key.ip, ip, sizeof(key.ip));
	if (bpf_map_lookup_elem(run->hooks.hosts, &key, &host))
		host.n = 0;
	before = host.n;
	host.n = host_atoms_add(host.atoms, host.n, atoms, n);
	if (host.n == before)
		return;
	if (bpf_map_update_elem(run->hooks.hosts, &key, &host, BPF_ANY)) {
		engine.counters.labels_dropped++;
		return;
	}
	/* What is remembered of addresses is from before this. */
	__atomic_fetch_add(&run->shared->names, 1, __ATOMIC_SEQ_CST);
}
