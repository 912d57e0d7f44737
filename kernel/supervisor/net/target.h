/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address that a caller gives, copied once, and the form in which it is used from here.
 */
#ifndef REIN_TARGET_H
#define REIN_TARGET_H

#include "net/endpoint.h"

/* What is given to the kernel: the caller's bytes, but for the path of a unix socket, which is
 * reached through the descriptor that was decided about. */
struct target {
	struct sockaddr_storage address;
	socklen_t len;
};

/* Of a call whose first argument is a socket: that is the act's, and its data is room for an
 * address. 0 or -errno. */
int target_start(struct act *act, struct target **target);
/* Takes the address at `pointer` and makes its key the act's endpoint; act->fd stays as it is.
 * 0 or -errno: a unix path that does not exist fails here as it does there. */
int target_take(struct act *act, u64 pointer, u64 len, bool sends, struct target *target);
/* Without looking for what it names. */
int target_copy(struct act *act, u64 pointer, u64 len, struct target *target);

/* Flags and kind of a socket of ours; AF_UNSPEC: it is none. */
int socket_family(int fd);
bool socket_blocks(int fd);
bool socket_streams(int fd);

#endif
