// SPDX-License-Identifier: Apache-2.0
/*
 * Addresses out of a caller's memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files/memory.h"
#include "files/real-name.h"
#include "files/resolve.h"
#include "net/target.h"

bool socket_blocks(int fd)
{
	return !(fcntl(fd, F_GETFL) & O_NONBLOCK);
}

int socket_family(int fd)
{
	int family = AF_UNSPEC;
	socklen_t len = sizeof(family);

	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &len);
	return family;
}

bool socket_streams(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       (type == SOCK_STREAM || type == SOCK_SEQPACKET);
}

int target_start(struct act *act, struct target **target)
{
	act->fd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));
	if (act->fd < 0)
		return act->fd;
	*target = act->data = malloc(sizeof(**target));
	return act->data ? 0 : -ENOMEM;
}

int target_copy(struct act *act, u64 pointer, u64 len, struct target *target)
{
	memset(target, 0, sizeof(*target));
	if (len > sizeof(target->address))
		return -EINVAL;
	target->len = (socklen_t)len;
	return memory_read(act, pointer, &target->address, len);
}

/* Holds the socket's file, and names it by what it really is. */
static int take_unix(struct act *act, struct target *target)
{
	struct sockaddr_un *at = (struct sockaddr_un *)&target->address;
	struct rein_bytes given = unix_path(&target->address, target->len);
	const char *path = act_copy(act, (const char *)given.at, given.len);
	struct file_facts facts;
	struct rein_bytes name;
	struct start start;
	int error;
	int fd;

	if (!path)
		return -ENAMETOOLONG;
	error = resolve_start(act, AT_FDCWD, path, &start);
	if (error)
		return error;
	fd = resolve_open(act, &start, path, O_PATH, 0, &facts);
	if (fd < 0)
		return fd;
	error = real_name(act, fd, &name);
	if (error)
		return error;
	act->endpoint = endpoint_unix_key(act, name);
	own_path(fd, at->sun_path);
	target->len =
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(at->sun_path) + 1);
	return act->endpoint.len ? 0 : -ENAMETOOLONG;
}

int target_take(struct act *act, u64 pointer, u64 len, bool sends, struct target *target)
{
	int error = target_copy(act, pointer, len, target);

	if (error)
		return error;
	if (target->address.ss_family == AF_UNIX && unix_path(&target->address, target->len).len)
		return take_unix(act, target);
	act->endpoint = endpoint_key(act, &target->address, target->len, sends);
	return 0;
}
