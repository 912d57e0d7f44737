// SPDX-License-Identifier: Apache-2.0
/*
 * A table from addresses to atoms. Names are only matched, not kept.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "host-name.h"
#include "net/hosts.h"

#define SLOTS (2 * HOST_ADDRESSES_MAX)
#define SERVERS_MAX 8
#define DNS_PORT 53

struct host {
	u16 n; /* 0: the slot is free */
	u8 ip[16];
	u16 atoms[HOST_ATOMS_MAX];
};

static struct host *hosts;
static u32 n_hosts;
static u8 servers[SERVERS_MAX][16];
static u32 n_servers;

static bool parse_ip(const char *text, u8 ip[16])
{
	u8 v4[4];

	if (inet_pton(AF_INET6, text, ip) == 1)
		return true;
	if (inet_pton(AF_INET, text, v4) != 1)
		return false;
	memset(ip, 0, 10);
	memset(ip + 10, 0xff, 2);
	memcpy(ip + 12, v4, 4);
	return true;
}

void hosts_start(void)
{
	FILE *file = fopen("/etc/resolv.conf", "re");
	char line[256];
	char address[64];

	while (file && n_servers < SERVERS_MAX && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "nameserver %63[0-9a-fA-F:.]", address) == 1 &&
		    parse_ip(address, servers[n_servers]))
			n_servers++;
	}
	if (file)
		fclose(file);
}

bool hosts_is_server(const struct sockaddr_storage *peer)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)peer;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)peer;
	u8 ip[16] = { [10] = 0xff, [11] = 0xff };

	if (peer->ss_family == AF_INET && v4->sin_port == htons(DNS_PORT))
		memcpy(ip + 12, &v4->sin_addr, 4);
	else if (peer->ss_family == AF_INET6 && v6->sin6_port == htons(DNS_PORT))
		memcpy(ip, &v6->sin6_addr, 16);
	else
		return false;
	for (u32 i = 0; i < n_servers; i++) {
		if (!memcmp(servers[i], ip, 16))
			return true;
	}
	return false;
}

static struct host *slot_of(const u8 ip[16])
{
	u64 hash = 0xcbf29ce484222325u;

	for (u32 i = 0; i < 16; i++)
		hash = (hash ^ ip[i]) * 0x100000001b3u;
	for (u32 i = 0; i < SLOTS; i++) {
		struct host *host = &hosts[(hash + i) % SLOTS];

		if (!host->n || !memcmp(host->ip, ip, 16))
			return host;
	}
	return NULL;
}

void hosts_learn(const u8 ip[16], struct rein_bytes name)
{
	u16 atoms[HOST_ATOMS_MAX];
	u32 n = host_name_atoms(&engine.image, name, atoms);
	struct host *host;

	if (!n)
		return; /* no pattern cares */
	if (!hosts)
		hosts = calloc(SLOTS, sizeof(*hosts));
	host = hosts ? slot_of(ip) : NULL;
	if (!host || (!host->n && n_hosts == HOST_ADDRESSES_MAX)) {
		engine.counters.labels_dropped++;
		return;
	}
	n_hosts += !host->n;
	memcpy(host->ip, ip, 16);
	host->n = (u16)host_atoms_add(host->atoms, host->n, atoms, n);
}

const u16 *hosts_atoms(const u8 ip[16], u16 *n)
{
	const struct host *host = hosts ? slot_of(ip) : NULL;

	*n = host ? host->n : 0;
	return host ? host->atoms : NULL;
}
