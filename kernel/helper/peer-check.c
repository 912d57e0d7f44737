// SPDX-License-Identifier: Apache-2.0
/*
 * Node cannot ask who is at the other end of a socket. Whoever listens starts us once, hands us
 * each connection over Node's channel to a child (a socket that carries descriptors), and is told
 * in the same order. It must not answer before. When its end of the channel closes, we end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/peer-check.h"
#include "host/base/text.h"
#include "host/link/peer.h"

/* One message has about 60 bytes; what it says beside its descriptor is not looked at. */
#define MESSAGE_BYTES 4096
#define ANSWER_BYTES 256

/* Reads on. `*connection` is the descriptor that came with it, or -1. False: it is over. */
static bool receive(int channel, int *connection)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	static char message[MESSAGE_BYTES];
	struct iovec part = { message, sizeof(message) };
	struct msghdr header = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	const struct cmsghdr *came;
	ssize_t len;

	*connection = -1;
	do {
		len = recvmsg(channel, &header, MSG_CMSG_CLOEXEC);
	} while (len < 0 && errno == EINTR);
	if (len <= 0 || header.msg_flags & MSG_CTRUNC)
		return false;
	came = CMSG_FIRSTHDR(&header);
	if (came && came->cmsg_level == SOL_SOCKET && came->cmsg_type == SCM_RIGHTS &&
	    came->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(connection, CMSG_DATA(came), sizeof(int));
	return true;
}

/* First that the descriptor is here, as Node wants it before it sends the next; then what it is. */
static bool answer(int channel, int connection)
{
	static char buffer[ANSWER_BYTES];
	struct text json = TEXT_FIXED(buffer);
	struct ucred who = { 0 };
	bool ok = peer_may_decide(connection, &who);

	text_str(&json, "{\"cmd\":\"NODE_HANDLE_ACK\"}\n{");
	text_member(&json, "ok");
	text_str(&json, ok ? "true" : "false");
	text_member(&json, "pid");
	text_number(&json, who.pid);
	text_member(&json, "uid");
	text_number(&json, who.uid);
	text_str(&json, "}\n");
	return send(channel, json.at, json.len, MSG_NOSIGNAL) == (ssize_t)json.len;
}

int peers_check(void)
{
	const char *said = getenv("NODE_CHANNEL_FD");
	int channel = said ? atoi(said) : -1;
	int connection;

	if (channel < 0) {
		fprintf(stderr, "rein-engine: there is no channel to ask over\n");
		return 2;
	}
	while (receive(channel, &connection)) {
		if (connection < 0)
			continue;
		if (!answer(channel, connection))
			return 1;
		close(connection);
	}
	return 0;
}
