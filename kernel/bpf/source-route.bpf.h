/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways to send elsewhere than to the address that the hooks are asked about. A source route leads
 * to its first hop, and to set one needs no right: by an option, with a message, or by a lease of a
 * flow label, which keeps what was given with it. SCTP connects by an option, to addresses of its
 * own. Refused where the policy is about endpoints.
 */
#ifndef REIN_SOURCE_ROUTE_BPF_H
#define REIN_SOURCE_ROUTE_BPF_H

#include "socket.bpf.h"

#define SOL_IP 0
#define SOL_IPV6 41
#define IP_OPTIONS 4
#define IP_RETOPTS 7
#define IPV6_2292RTHDR 5
#define IPV6_2292PKTOPTIONS 6
#define IPV6_FLOWLABEL_MGR 32
#define IPV6_RTHDR 57
#define IPPROTO_SCTP 132

/* Headers with a message. The kernel's own bound is on their bytes (`optmem_max`). */
#define REIN_ANCILLARY_MAX 8192

/* What a message is sent with: cmsg(3). */
struct rein_ancillary_header {
	u64 len; /* with this header */
	s32 level;
	s32 type;
};

struct rein_ancillary {
	u64 at;
	u64 left;
	u32 is_plain; /* all of it was seen, and none is a route */
};

static __noinline bool rein_asks_about_endpoints(void)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};

	if (!proc)
		return false;
	return !rein_ready(&d, proc) ||
	       d.image.header->ops_concerned & (REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV));
}

REIN_INLINE bool rein_is_route(const struct rein_ancillary_header *header)
{
	if (header->level == SOL_IP)
		return header->type == IP_RETOPTS;
	return header->level == SOL_IPV6 &&
	       (header->type == IPV6_RTHDR || header->type == IPV6_2292RTHDR);
}

static long rein_ancillary_step(u32 i, struct rein_ancillary *ancillary)
{
	struct rein_ancillary_header header = {};
	u64 bytes;

	(void)i;
	if (ancillary->left >= sizeof(header) &&
	    (bpf_probe_read_kernel(&header, sizeof(header), (const void *)ancillary->at) ||
	     rein_is_route(&header)))
		return 1;
	bytes = (header.len + 7) & ~7ull;
	/* The end, or one that the kernel stops at and refuses. */
	if (header.len < sizeof(header) || bytes >= ancillary->left) {
		ancillary->is_plain = 1;
		return 1;
	}
	ancillary->at += bytes;
	ancillary->left -= bytes;
	return 0;
}

/* Whether a message, whose control data are the kernel's own copy, takes a route along. */
static __noinline bool rein_has_route(const struct msghdr *msg)
{
	struct rein_ancillary ancillary = {
		.at = (u64)REIN_PEEK(msghdr, (u64)msg, msg_control),
		.left = msg->msg_controllen,
	};

	if (!ancillary.left)
		return false;
	bpf_loop(REIN_ANCILLARY_MAX, rein_ancillary_step, &ancillary, 0);
	return !ancillary.is_plain;
}

REIN_INLINE bool rein_is_routed(const struct msghdr *msg)
{
	return rein_has_route(msg) && rein_asks_about_endpoints();
}

REIN_INLINE int rein_on_setsockopt(int level, int option)
{
	bool routes = level == SOL_IP ? option == IP_OPTIONS :
					level == SOL_IPV6 && (option == IPV6_RTHDR ||
							      option == IPV6_2292PKTOPTIONS ||
							      option == IPV6_FLOWLABEL_MGR);

	return routes && rein_asks_about_endpoints() ? -EPERM : 0;
}

/* By what the socket became: some types have a protocol of their own. */
REIN_INLINE int rein_on_socket(struct socket *sock)
{
	u64 sk = rein_sk_of((u64)sock);

	return sk && REIN_PEEK(sock, sk, sk_protocol) == IPPROTO_SCTP &&
			       rein_asks_about_endpoints() ?
		       -EPERM :
		       0;
}

#endif
