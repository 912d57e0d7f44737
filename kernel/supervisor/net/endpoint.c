// SPDX-License-Identifier: Apache-2.0
/*
 * From socket addresses to keys.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

#include "net/endpoint.h"
#include "net/hosts.h"

#define PATH_AT offsetof(struct sockaddr_un, sun_path)

static const u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

static struct rein_bytes inet_key(struct act *act, const void *ip, u32 bytes, u16 port)
{
	u8 *key = (u8 *)act_text(act, INET_KEY);

	if (!key)
		return (struct rein_bytes){ 0 };
	key[0] = 'i';
	memcpy(key + 1, mapped, 16 - bytes); /* all of it, or none */
	memcpy(key + 1 + 16 - bytes, ip, bytes);
	memcpy(key + 17, &port, 2); /* in network order as it is */
	return (struct rein_bytes){ key, INET_KEY };
}

struct rein_bytes unix_path(const struct sockaddr_storage *address, socklen_t len)
{
	const struct sockaddr_un *at = (const struct sockaddr_un *)address;
	u32 room = len > PATH_AT ? (u32)(len - PATH_AT) : 0;

	return (struct rein_bytes){ (const u8 *)at->sun_path, (u32)strnlen(at->sun_path, room) };
}

struct rein_bytes endpoint_unix_key(struct act *act, struct rein_bytes path)
{
	u8 *key = (u8 *)act_text(act, path.len + 1);

	if (!key)
		return (struct rein_bytes){ 0 };
	key[0] = 'u';
	memcpy(key + 1, path.at, path.len);
	return (struct rein_bytes){ key, path.len + 1 };
}

static struct rein_bytes unix_key(struct act *act, const struct sockaddr_storage *address,
				  socklen_t len)
{
	const struct sockaddr_un *at = (const struct sockaddr_un *)address;
	char name[sizeof(at->sun_path)];
	u32 bytes = len > PATH_AT ? (u32)(len - PATH_AT) : 0;

	if (bytes > sizeof(name))
		bytes = sizeof(name);
	if (!bytes || at->sun_path[0])
		return endpoint_unix_key(act, unix_path(address, len));
	memcpy(name, at->sun_path, bytes);
	name[0] = '@';
	return endpoint_unix_key(act, (struct rein_bytes){ (u8 *)name, bytes });
}

static struct rein_bytes other_key(struct act *act, u16 family)
{
	u8 *key = (u8 *)act_text(act, 3);

	if (!key)
		return (struct rein_bytes){ 0 };
	key[0] = 'o';
	key[1] = (u8)(family >> 8);
	key[2] = (u8)family;
	return (struct rein_bytes){ key, 3 };
}

/* The family of an address; to a socket that sends, one without is of the socket's own. */
static int family_of(const struct act *act, const struct sockaddr_storage *address, bool sends)
{
	int family = address->ss_family;
	socklen_t len = sizeof(family);

	if (family == AF_UNSPEC && sends)
		getsockopt(act->fd, SOL_SOCKET, SO_DOMAIN, &family, &len);
	return family;
}

struct rein_bytes endpoint_key(struct act *act, const struct sockaddr_storage *address,
			       socklen_t len, bool sends)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
	int family;

	if (len < sizeof(sa_family_t))
		return (struct rein_bytes){ 0 };
	family = family_of(act, address, sends);
	switch (family) {
	case AF_UNSPEC:
	case AF_NETLINK: /* the kernel: it is asked for interfaces and routes so */
		return (struct rein_bytes){ 0 };
	case AF_INET:
		if (len < sizeof(*v4))
			return (struct rein_bytes){ 0 };
		return inet_key(act, &v4->sin_addr, 4, v4->sin_port);
	case AF_INET6:
		if (len < offsetof(struct sockaddr_in6, sin6_scope_id))
			return (struct rein_bytes){ 0 };
		return inet_key(act, &v6->sin6_addr, 16, v6->sin6_port);
	case AF_UNIX:
		return unix_key(act, address, len);
	default:
		return other_key(act, (u16)family);
	}
}

void endpoint_aspect(struct act *act, u16 ops)
{
	struct rein_aspect *aspect = act_aspect(act, ops, REIN_KEY_ENDPOINT);

	aspect_name(aspect, act->endpoint);
	if (act->endpoint.len == INET_KEY)
		aspect->atoms = hosts_atoms(act->endpoint.at + 1, &aspect->n_atoms);
}

void endpoint_connects(struct act *act)
{
	endpoint_aspect(act, REIN_OP(REIN_CONNECT));
	endpoint_aspect(act, REIN_OP(REIN_RECV));
}
