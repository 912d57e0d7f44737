// SPDX-License-Identifier: Apache-2.0
/*
 * Node cannot ask who is at the other end of a socket. Whoever listens starts us with an accepted
 * connection as descriptor 3, and is told. It must not answer before.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/peer-check.h"
#include "host/base/text.h"
#include "host/link/peer.h"

#define CONNECTION 3
#define ANSWER_BYTES 128

int peer_check(void)
{
	static char buffer[ANSWER_BYTES];
	struct text json = TEXT_FIXED(buffer);
	struct ucred who = { 0 };
	bool ok = peer_may_decide(CONNECTION, &who);

	text_str(&json, "{");
	text_member(&json, "ok");
	text_str(&json, ok ? "true" : "false");
	text_member(&json, "pid");
	text_number(&json, who.pid);
	text_member(&json, "uid");
	text_number(&json, who.uid);
	text_str(&json, "}\n");
	return write(STDOUT_FILENO, json.at, json.len) == (ssize_t)json.len ? 0 : 1;
}
