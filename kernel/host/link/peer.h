/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may speak on the control socket.
 */
#ifndef REIN_PEER_H
#define REIN_PEER_H

#include <sys/socket.h>

#include "engine.h"

/* Whether the peer of `fd` may decide about holds: the user of the run or root, and no process that
 * this or any other engine governs. Says who it is. */
bool peer_may_decide(int fd, struct ucred *who);

#endif
