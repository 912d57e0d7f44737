/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that name an endpoint. Each is performed here, on the caller's own socket, with the address
 * that was decided about.
 */
#ifndef REIN_NET_H
#define REIN_NET_H

#include "decide/act.h"

long net_socket(struct act *act);
long net_connect(struct act *act);
long net_bind(struct act *act);
long net_accept(struct act *act);
long net_accept4(struct act *act);
long net_sendto(struct act *act);
long net_sendmsg(struct act *act);
long net_sendmmsg(struct act *act);

/* The caller is about to receive: looks whether it is an answer of a name server. */
long net_received(struct act *act);

#endif
