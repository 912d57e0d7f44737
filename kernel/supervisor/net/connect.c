// SPDX-License-Identifier: Apache-2.0
/*
 * connect().
 */
#include <errno.h>
#include <string.h>

#include "decide/settle.h"
#include "link/errands.h"
#include "net/leaving.h"
#include "net/net.h"
#include "net/target.h"

static long connect_now(struct act *act)
{
	const struct target *target = act->data;

	return answered(connect(act->fd, (const struct sockaddr *)&target->address, target->len));
}

/* Who has the socket may have learned something while it waited. */
static long connected(struct act *act, long result)
{
	if (result < 0 || leaving_may_connect(act))
		return result;
	shutdown(act->fd, SHUT_RDWR);
	return -EPERM;
}

static long perform_connect(struct act *act)
{
	if (!leaving_may_connect(act))
		return -EPERM;
	if (socket_blocks(act->fd) && socket_streams(act->fd))
		return errand(act, connect_now, connected);
	return connect_now(act);
}

long net_connect(struct act *act)
{
	struct target *target;
	int error = target_start(act, &target);

	if (!error)
		error = target_take(act, act->args[1], (u32)act->args[2], false, target);
	if (error)
		return error;
	/* That of a unix socket leads through a descriptor of ours; its endpoint names it. */
	if (target->address.ss_family != AF_UNIX)
		act->data_bytes = sizeof(*target);
	act->perform = perform_connect;
	if (!act->endpoint.len) /* AF_UNSPEC ends a connection; what is too short is refused */
		return connect_now(act);
	endpoint_connects(act);
	return settle(act);
}
