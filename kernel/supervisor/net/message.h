/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message of a caller, copied: where to, what, and the descriptors that go with it.
 */
#ifndef REIN_MESSAGE_H
#define REIN_MESSAGE_H

#include "net/target.h"

struct message {
	struct target target; /* len 0: to whom the socket is connected */
	int fd;		      /* the socket, ours */
	int flags;
	bool waits; /* the caller is ready to wait until it is sent */
	u32 n_passed;
	int passed[PASSED_FDS_MAX]; /* closed with the message */
	size_t control_bytes;
	_Alignas(8) u8 control[MESSAGE_CONTROL_MAX];
	size_t bytes;
	u8 data[];
};

/* As the caller gives it to sendto() and sendmsg(). They make act->data. 0 or -errno. */
int message_take(struct act *act, u64 data, u64 bytes, u64 address, u64 len);
int message_take_header(struct act *act, u64 header);

/* Asks the policy about where it goes, and sends it. */
long message_settle(struct act *act);
#endif
