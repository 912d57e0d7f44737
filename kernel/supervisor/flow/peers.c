// SPDX-License-Identifier: Apache-2.0
/*
 * NETLINK_SOCK_DIAG for unix sockets. The kernel says who is connected to whom by inode, which is
 * what /proc/PID/fd leads to. No privilege is needed.
 */
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "flow/peers.h"

#define ANSWER_BYTES 32768
#define SLOTS_MAX (1u << 20)

struct pair {
	u32 ino; /* 0: the slot is free; inodes of sockets are 32 bits wide here */
	u32 peer;
};

static struct pair *pairs;
static u32 n_slots;
static u32 n_pairs;

static struct pair *slot_of(u32 ino)
{
	u32 at = ino * 0x9e3779b1u & (n_slots - 1);

	while (pairs[at].ino && pairs[at].ino != ino)
		at = (at + 1) & (n_slots - 1);
	return &pairs[at];
}

static bool grow(void)
{
	struct pair *old = pairs;
	u32 n_old = n_slots;
	u32 size = n_slots ? 2 * n_slots : 1024;

	if (size > SLOTS_MAX)
		return false;
	pairs = calloc(size, sizeof(*pairs));
	if (!pairs) {
		pairs = old;
		return false;
	}
	n_slots = size;
	for (u32 i = 0; i < n_old; i++) {
		if (old[i].ino)
			*slot_of(old[i].ino) = old[i];
	}
	free(old);
	return true;
}

static bool note(u32 ino, u32 peer)
{
	if (2 * (n_pairs + 1) > n_slots && !grow())
		return false;
	*slot_of(ino) = (struct pair){ ino, peer };
	n_pairs++;
	return true;
}

/* One socket of the answer. */
static bool take_socket(const struct nlmsghdr *message)
{
	const struct unix_diag_msg *found = NLMSG_DATA(message);
	size_t left = message->nlmsg_len;
	const u8 *at = (const u8 *)(found + 1);

	if (left < NLMSG_LENGTH(sizeof(*found)))
		return true;
	left -= NLMSG_LENGTH(sizeof(*found));
	while (left >= sizeof(struct nlattr)) {
		struct nlattr attr;
		size_t step;
		u32 peer;

		memcpy(&attr, at, sizeof(attr));
		if (attr.nla_len < sizeof(attr) || attr.nla_len > left)
			return true;
		if (attr.nla_type == UNIX_DIAG_PEER && attr.nla_len >= NLA_HDRLEN + sizeof(peer)) {
			memcpy(&peer, at + NLA_HDRLEN, sizeof(peer));
			return note(found->udiag_ino, peer);
		}
		step = NLA_ALIGN((size_t)attr.nla_len);
		if (step >= left)
			return true;
		at += step;
		left -= step;
	}
	return true;
}

/* Reads one datagram of the answer. 0: more comes; 1: it is complete; -1: it is not to be had. */
static int take_answer(int fd)
{
	static _Alignas(struct nlmsghdr) u8 answer[ANSWER_BYTES];
	ssize_t got = recv(fd, answer, sizeof(answer), 0);
	size_t at = 0;

	if (got <= 0)
		return -1;
	while ((size_t)got - at >= sizeof(struct nlmsghdr)) {
		const struct nlmsghdr *message = (const struct nlmsghdr *)(answer + at);

		if (message->nlmsg_len < sizeof(*message) || message->nlmsg_len > (size_t)got - at)
			return -1;
		if (message->nlmsg_type == NLMSG_DONE)
			return 1;
		if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY || !take_socket(message))
			return -1;
		at += NLMSG_ALIGN(message->nlmsg_len);
		if (at > (size_t)got)
			return 0;
	}
	return 0;
}

bool peers_collect(void)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req request;
	} ask = {
		.header = { .nlmsg_len = sizeof(ask),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.request = { .sdiag_family = AF_UNIX,
			     .udiag_states = ~0u,
			     .udiag_show = UDIAG_SHOW_PEER },
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	int said = -1;

	n_pairs = 0;
	if (n_slots)
		memset(pairs, 0, n_slots * sizeof(*pairs));
	if (fd < 0)
		return false;
	if (send(fd, &ask, sizeof(ask), 0) == sizeof(ask)) {
		do
			said = take_answer(fd);
		while (said == 0);
	}
	close(fd);
	return said == 1;
}

u64 peers_of(u64 ino)
{
	return n_slots ? slot_of((u32)ino)->peer : 0;
}
