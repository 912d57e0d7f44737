// SPDX-License-Identifier: Apache-2.0
/*
 * A look at what a caller is about to receive. It is only looked at: the caller receives it itself.
 */
#include <string.h>
#include <sys/socket.h>

#include "net/dns.h"
#include "net/hosts.h"
#include "net/net.h"

#define PACKET_MAX 4096

long net_received(struct act *act)
{
	int fd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));
	struct sockaddr_storage peer;
	u8 packet[PACKET_MAX];
	struct msghdr header = {
		.msg_name = &peer,
		.msg_namelen = sizeof(peer),
		.msg_iov = &(struct iovec){ packet, sizeof(packet) },
		.msg_iovlen = 1,
	};
	socklen_t len = sizeof(peer);
	ssize_t got;

	memset(&peer, 0, sizeof(peer));
	if (fd < 0 ||
	    (getpeername(fd, (struct sockaddr *)&peer, &len) == 0 && !hosts_is_server(&peer)))
		return ACT_CONTINUE;
	got = recvmsg(fd, &header, MSG_PEEK | MSG_DONTWAIT);
	if (got > 0 && hosts_is_server(&peer))
		dns_learn(packet, (u32)got);
	return ACT_CONTINUE;
}
