// SPDX-License-Identifier: Apache-2.0
/*
 * From keys to text: docs/reference/policy-image.md has the keys.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "tell/endpoint-text.h"

static const u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

static void inet_text(struct text *text, const u8 *key)
{
	bool v4 = !memcmp(key + 1, mapped, sizeof(mapped));
	char ip[INET6_ADDRSTRLEN];

	inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? key + 13 : key + 1, ip, sizeof(ip));
	text_str(text, v4 ? "" : "[");
	text_str(text, ip);
	text_str(text, v4 ? ":" : "]:");
	text_number(text, key[17] << 8 | key[18]);
}

void endpoint_text(struct text *text, struct rein_bytes key)
{
	if (key.len == INET_KEY && key.at[0] == 'i') {
		inet_text(text, key.at);
	} else if (key.len && key.at[0] == 'u') {
		text_str(text, "unix:");
		text_bytes(text, key.at + 1, key.len - 1);
	} else if (key.len == 3) {
		text_str(text, "family ");
		text_number(text, key.at[1] << 8 | key.at[2]);
	}
}
