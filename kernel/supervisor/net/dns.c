// SPDX-License-Identifier: Apache-2.0
/*
 * Reading an answer. It comes from outside: every offset is checked, compression pointers only go
 * back and are bounded.
 */
#include <stdbool.h>
#include <string.h>

#include "net/dns.h"
#include "net/hosts.h"

#define HEADER 12
#define NAME_MAX_BYTES 255
#define JUMPS_MAX 16
#define RECORDS_MAX 64
#define ALIASES_MAX 8
#define TYPE_A 1
#define TYPE_CNAME 5
#define TYPE_AAAA 28
#define CLASS_IN 1

struct packet {
	const u8 *at;
	u32 len;
};

struct name {
	u8 text[NAME_MAX_BYTES + 1];
	u32 len;
};

static u32 number16(const u8 *at)
{
	return (u32)at[0] << 8 | at[1];
}

/* Reads the name at `at`. Where it ends in the packet; 0: it is malformed. */
static u32 read_name(const struct packet *packet, u32 at, struct name *name)
{
	u32 end = 0;
	u32 jumps = 0;

	name->len = 0;
	while (at < packet->len && packet->at[at]) {
		u32 label = packet->at[at];

		if (label >= 0xc0) {
			if (at + 2 > packet->len || ++jumps > JUMPS_MAX)
				return 0;
			if (!end)
				end = at + 2;
			at = number16(packet->at + at) & 0x3fff;
			continue;
		}
		if (label > 63 || at + 1 + label > packet->len ||
		    name->len + label + 1 > NAME_MAX_BYTES)
			return 0;
		memcpy(name->text + name->len, packet->at + at + 1, label);
		name->len += label;
		name->text[name->len++] = '.';
		at += 1 + label;
	}
	if (at >= packet->len)
		return 0;
	return end ? end : at + 1;
}

static bool same_name(const struct name *a, const struct name *b)
{
	if (a->len != b->len)
		return false;
	for (u32 i = 0; i < a->len; i++) {
		u8 x = a->text[i] | (a->text[i] >= 'A' && a->text[i] <= 'Z' ? 0x20 : 0);
		u8 y = b->text[i] | (b->text[i] >= 'A' && b->text[i] <= 'Z' ? 0x20 : 0);

		if (x != y)
			return false;
	}
	return true;
}

/* The name that was asked for, and what it turned out to be an alias of. */
struct chain {
	struct name names[ALIASES_MAX];
	u32 n;
};

static bool in_chain(const struct chain *chain, const struct name *name)
{
	for (u32 i = 0; i < chain->n; i++) {
		if (same_name(&chain->names[i], name))
			return true;
	}
	return false;
}

static void learn(const struct chain *chain, const u8 *data, u32 bytes)
{
	u8 ip[16] = { [10] = 0xff, [11] = 0xff };

	memcpy(ip + 16 - bytes, data, bytes);
	for (u32 i = 0; i < chain->n; i++)
		hosts_learn(ip, (struct rein_bytes){ chain->names[i].text, chain->names[i].len });
}

/* One record at `at`. Where the next begins; 0: it is malformed. */
static u32 read_record(const struct packet *packet, u32 at, struct chain *chain)
{
	struct name owner;
	u32 type, class, bytes;

	at = read_name(packet, at, &owner);
	if (!at || at + 10 > packet->len)
		return 0;
	type = number16(packet->at + at);
	class = number16(packet->at + at + 2);
	bytes = number16(packet->at + at + 8);
	at += 10;
	if (at + bytes > packet->len)
		return 0;
	if (class == CLASS_IN && in_chain(chain, &owner)) {
		if ((type == TYPE_A && bytes == 4) || (type == TYPE_AAAA && bytes == 16))
			learn(chain, packet->at + at, bytes);
		else if (type == TYPE_CNAME && chain->n < ALIASES_MAX &&
			 read_name(packet, at, &chain->names[chain->n]))
			chain->n++;
	}
	return at + bytes;
}

void dns_learn(const u8 *bytes, u32 len)
{
	struct packet packet = { bytes, len };
	struct chain chain = { .n = 1 };
	u32 at = HEADER;
	u32 records;

	/* An answer (QR) without an error (RCODE) to one question. */
	if (len < HEADER || !(bytes[2] & 0x80) || bytes[3] & 0x0f || number16(bytes + 4) != 1)
		return;
	records = number16(bytes + 6);
	at = read_name(&packet, at, &chain.names[0]);
	if (!at || at + 4 > len)
		return;
	at += 4;
	for (u32 i = 0; i < records && i < RECORDS_MAX && at; i++)
		at = read_record(&packet, at, &chain);
}
