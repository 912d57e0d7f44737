// SPDX-License-Identifier: Apache-2.0
/*
 * sendto(), sendmsg() and sendmmsg(). The filter lets sendto() without an address through; whether
 * the other two have one stands in memory.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "decide/settle.h"
#include "files/memory.h"
#include "link/errands.h"
#include "net/leaving.h"
#include "net/message.h"
#include "net/net.h"

static long send_with(const struct message *message, int more_flags)
{
	struct msghdr header = {
		.msg_name = message->target.len ? (void *)&message->target.address : NULL,
		.msg_namelen = message->target.len,
		.msg_iov = &(struct iovec){ (void *)message->data, message->bytes },
		.msg_iovlen = 1,
		.msg_control = message->control_bytes ? (void *)message->control : NULL,
		.msg_controllen = message->control_bytes,
	};
	ssize_t sent = sendmsg(message->fd, &header, message->flags | more_flags);

	return sent < 0 ? -errno : sent;
}

static long send_waiting(struct act *act)
{
	return send_with(act->data, MSG_NOSIGNAL);
}

static long sent(struct act *act, long result)
{
	const struct message *message = act->data;
	u32 bytes = (u32)result;

	if (result == -EPIPE && !(message->flags & MSG_NOSIGNAL) && act->proc)
		kill(act->proc->pid, SIGPIPE);
	if (result < 0 || !act->number[0] || !act->thread)
		return result;
	/* One of several: their number is the result, and the bytes stand with the message. */
	memory_write(act, act->number[0], &bytes, sizeof(bytes));
	return 1;
}

static long perform_send(struct act *act)
{
	const struct message *message = act->data;
	long result = send_with(message, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (result == -EAGAIN && message->waits)
		return errand(act, send_waiting, sent);
	return sent(act, result);
}

static int start(struct act *act, u64 fd, u64 flags)
{
	act->fd = act_holds(act, proc_fd(act->proc, (int)fd));
	act->flags = (u32)flags;
	return act->fd < 0 ? act->fd : 0;
}

long message_settle(struct act *act)
{
	struct message *message = act->data;

	message->flags = (int)act->flags;
	message->waits = !(message->flags & MSG_DONTWAIT) && socket_blocks(act->fd);
	act->perform = perform_send;
	if (!act->endpoint.len)
		return perform_send(act); /* to whom it is connected: that was decided */
	endpoint_connects(act);
	return settle(act);
}

long net_sendto(struct act *act)
{
	int error = start(act, act->args[0], act->args[3]);

	if (!error)
		error = message_take(act, act->args[1], act->args[2], act->args[4],
				     (u32)act->args[5]);
	return error ? error : message_settle(act);
}

/* A stream of these families goes to its peer whatever address stands in the message (one of TIPC
 * connects). Only a unix socket hands descriptors on, which are to be looked at. */
static bool is_plain_stream(int fd)
{
	int family = socket_family(fd);

	return socket_streams(fd) && (family == AF_INET || family == AF_INET6 ||
				      (family == AF_UNIX && !leaving_is_decided()));
}

/* Nobody can put another socket under its number where one thread alone has the table of
 * descriptors. */
static bool goes_to_peer(const struct act *act)
{
	return act->proc->n_threads == 1 && !act->proc->shares && is_plain_stream(act->fd) &&
	       !(act->flags & MSG_FASTOPEN);
}

long net_sendmsg(struct act *act)
{
	int error = start(act, act->args[0], act->args[2]);

	if (error)
		return error;
	if (goes_to_peer(act))
		return ACT_CONTINUE;
	error = message_take_header(act, act->args[1]);
	return error ? error : message_settle(act);
}

/* One message of several. What a person has to decide about comes first in a call of its own: the
 * caller is told that fewer were sent, and asks again for the rest. */
static long send_one(struct act *act, u64 header, bool first)
{
	int error = message_take_header(act, header);

	act->number[0] = header + offsetof(struct mmsghdr, msg_len);
	if (error || first)
		return error ? error : message_settle(act);
	if (act->endpoint.len) {
		endpoint_connects(act);
		decide(act);
		act->event.n_aspects = 0;
		if (act->verdict.effect >= REIN_ASK)
			return -EAGAIN;
	}
	act->flags |= MSG_DONTWAIT;
	return message_settle(act);
}

long net_sendmmsg(struct act *act)
{
	u64 n = (u32)act->args[2] < MESSAGE_PARTS_MAX ? (u32)act->args[2] : MESSAGE_PARTS_MAX;
	int error = start(act, act->args[0], act->args[3]);
	u64 done = 0;

	if (error)
		return error;
	if (goes_to_peer(act))
		return ACT_CONTINUE;
	while (done < n) {
		struct act *one = done ? act_take() : act;
		long result;

		if (!one)
			break;
		one->id = act->id;
		one->thread = act->thread;
		one->proc = act->proc;
		one->call = act->call;
		one->fd = act->fd;
		one->flags = (u32)act->args[3];
		result = send_one(one, act->args[1] + done * sizeof(struct mmsghdr), done == 0);
		if (one != act)
			act_release(one);
		if (result < 0)
			return done ? (long)done : result;
		done++;
	}
	return (long)done;
}
