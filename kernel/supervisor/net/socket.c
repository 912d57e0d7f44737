// SPDX-License-Identifier: Apache-2.0
/*
 * socket(). SCTP connects by an option, past connect(), and is what an internet socket of ordered
 * packets is, without being named.
 */
#include <errno.h>
#include <sys/socket.h>

#include "net/net.h"

long net_socket(struct act *act)
{
	int family = (int)act->args[0];

	return family == AF_INET || family == AF_INET6 ? -EPROTONOSUPPORT : ACT_CONTINUE;
}
