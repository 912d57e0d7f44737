// SPDX-License-Identifier: Apache-2.0
/*
 * accept(). Who it is from is known when it has been accepted; a peer that is refused finds its
 * connection closed.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "decide/settle.h"
#include "files/memory.h"
#include "link/errands.h"
#include "link/listener.h"
#include "net/net.h"
#include "net/target.h"

static long accept_now(struct act *act)
{
	int fd = accept4(act->fd, NULL, NULL, SOCK_CLOEXEC | ((int)act->flags & SOCK_NONBLOCK));

	return fd < 0 ? -errno : fd;
}

/* Tells the caller the peer's address, where it wants to know. */
static int write_address(struct act *act, const struct sockaddr_storage *peer, socklen_t len)
{
	socklen_t room;
	int error;

	if (!act->args[1])
		return 0;
	error = memory_read(act, act->args[2], &room, sizeof(room));
	if (error)
		return error;
	if ((int)room < 0)
		return -EINVAL;
	error = memory_write(act, act->args[1], peer, room < len ? room : len);
	return error ? error : memory_write(act, act->args[2], &len, sizeof(len));
}

static long give_accepted(struct act *act)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	long number;
	int error;

	if (!act->thread)
		return -EINTR;
	memset(&peer, 0, sizeof(peer));
	if (getpeername(act->fd, (struct sockaddr *)&peer, &len) < 0)
		len = 0;
	error = write_address(act, &peer, len);
	if (error)
		return error;
	settle_commit(act);
	number = listener_give(act->id, act->fd, (int)act->flags & SOCK_CLOEXEC);
	return number >= 0 || number == -ENOENT ? ACT_SENT : number;
}

static long accepted(struct act *act, long result)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	act->fd = act_holds(act, (int)result);
	if (act->fd < 0 || !act->thread)
		return act->fd < 0 ? act->fd : -EINTR;
	memset(&peer, 0, sizeof(peer));
	if (getpeername(act->fd, (struct sockaddr *)&peer, &len) < 0)
		return -ECONNABORTED;
	act->perform = give_accepted;
	act->endpoint = endpoint_key(act, &peer, len, false);
	if (!act->endpoint.len)
		return give_accepted(act);
	endpoint_connects(act);
	result = settle(act);
	act->decided = false; /* it was committed */
	return result;
}

static long accept_with(struct act *act, u64 flags)
{
	act->fd = act_holds(act, proc_fd(act->proc, (int)act->args[0]));
	if (act->fd < 0)
		return act->fd;
	if (flags & ~(u64)(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	act->flags = flags;
	if (socket_blocks(act->fd))
		return errand(act, accept_now, accepted);
	return accepted(act, accept_now(act));
}

long net_accept(struct act *act)
{
	return accept_with(act, 0);
}

long net_accept4(struct act *act)
{
	return accept_with(act, (u32)act->args[3]);
}
