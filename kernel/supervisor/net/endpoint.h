/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Endpoint keys: what ENDPOINT automata read (docs/reference/policy-image.md).
 */
#ifndef REIN_ENDPOINT_H
#define REIN_ENDPOINT_H

#include <sys/socket.h>
#include <sys/un.h>

#include "decide/act.h"
#include "tell/endpoint-text.h"

/* Key of an address, in the act; empty for AF_UNSPEC and for what is too short to be an address.
 * `sends`: to act->fd, whose family an address without one is of. The path of a unix socket stands
 * in it as it was given. */
struct rein_bytes endpoint_key(struct act *act, const struct sockaddr_storage *address,
			       socklen_t len, bool sends);
/* Key of the unix socket that lies at `path`. */
struct rein_bytes endpoint_unix_key(struct act *act, struct rein_bytes path);

/* An aspect of the event about act->endpoint, with the host names it is known by. */
void endpoint_aspect(struct act *act, u16 ops);
/* Connecting: connect with what the caller carries, recv of what the endpoint carries. */
void endpoint_connects(struct act *act);

/* Path in a unix address; empty for an abstract or unnamed one. */
struct rein_bytes unix_path(const struct sockaddr_storage *address, socklen_t len);

#endif
