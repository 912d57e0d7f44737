// SPDX-License-Identifier: Apache-2.0
/*
 * Copying messages.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "decide/deed-of.h"
#include "files/memory.h"
#include "link/calls.h"
#include "net/leaving.h"
#include "net/message.h"
#include "tell/feedback.h"

static void close_passed(struct act *act)
{
	struct message *message = act->data;

	for (u32 i = 0; i < message->n_passed; i++)
		close(message->passed[i]);
}

static struct message *make(struct act *act, size_t bytes)
{
	struct message *message = malloc(sizeof(*message) + bytes);

	if (message) {
		memset(message, 0, offsetof(struct message, data));
		message->bytes = bytes;
		message->fd = act->fd;
		act->data_from = offsetof(struct message, data);
		act->data_bytes = bytes;
		act->cleanup = close_passed;
	}
	act->data = message;
	return message;
}

/* A stream may take less than was given; a datagram is sent whole or not at all. */
static long bounded(struct act *act, u64 bytes)
{
	if (bytes <= MESSAGE_BYTES_MAX)
		return (long)bytes;
	return socket_streams(act->fd) ? MESSAGE_BYTES_MAX : -EMSGSIZE;
}

static int take_target(struct act *act, struct message *message, u64 address, u64 len)
{
	return address && len ? target_take(act, address, len, true, &message->target) : 0;
}

int message_take(struct act *act, u64 data, u64 bytes, u64 address, u64 len)
{
	long take = bounded(act, bytes);
	struct message *message;
	int error;

	if (take < 0)
		return (int)take;
	message = make(act, (size_t)take);
	if (!message)
		return -ENOMEM;
	error = memory_read(act, data, message->data, message->bytes);
	return error ? error : take_target(act, message, address, len);
}

static int take_parts(struct act *act, u64 at, u64 n)
{
	struct iovec parts[MESSAGE_PARTS_MAX];
	struct message *message;
	u64 bytes = 0;
	u64 done = 0;
	long take;
	int error;

	if (n > MESSAGE_PARTS_MAX)
		return -EMSGSIZE;
	error = memory_read(act, at, parts, n * sizeof(parts[0]));
	if (error)
		return error;
	for (u64 i = 0; i < n; i++) {
		if (parts[i].iov_len > (size_t)SSIZE_MAX - bytes)
			return -EINVAL;
		bytes += parts[i].iov_len;
	}
	take = bounded(act, bytes);
	if (take < 0)
		return (int)take;
	message = make(act, (size_t)take);
	if (!message)
		return -ENOMEM;
	for (u64 i = 0; i < n && done < message->bytes; i++) {
		size_t part = parts[i].iov_len;

		if (part > message->bytes - done)
			part = message->bytes - done;
		error = memory_read(act, (u64)parts[i].iov_base, message->data + done, part);
		if (error)
			return error;
		done += part;
	}
	return 0;
}

static int refuse_passing(struct act *act)
{
	struct deed deed;

	deed_of_proc(act->proc, &deed);
	deed.call = act->call->name;
	feedback_plain(&deed, "labels decide about connecting here: no connection is passed on");
	return -EPERM;
}

/* Descriptors are numbers of the caller: they are made ours, and the kernel makes them the
 * receiver's. */
static int take_descriptors(struct act *act, struct message *message, struct cmsghdr *control)
{
	u32 n = (u32)((control->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	int *fds = (int *)CMSG_DATA(control);

	for (u32 i = 0; i < n; i++) {
		int fd;

		if (message->n_passed == PASSED_FDS_MAX)
			return -EINVAL;
		fd = proc_fd(act->proc, fds[i]);
		if (fd < 0)
			return fd;
		message->passed[message->n_passed++] = fd;
		fds[i] = fd;
		if (!leaving_may_pass(fd))
			return refuse_passing(act);
	}
	return 0;
}

/* Its first hop is where it goes, whatever address stands in the message. */
static bool is_source_route(const struct cmsghdr *control)
{
	if (control->cmsg_level == IPPROTO_IP)
		return control->cmsg_type == IP_RETOPTS;
	return control->cmsg_level == IPPROTO_IPV6 && (control->cmsg_type == IPV6_RTHDR ||
						       control->cmsg_type == IPV6_2292RTHDR);
}

static int take_control(struct act *act, struct message *message, u64 at, u64 bytes)
{
	struct msghdr header = { .msg_control = message->control, .msg_controllen = bytes };
	int error;

	if (!at || !bytes)
		return 0;
	if (bytes > MESSAGE_CONTROL_MAX)
		return -ENOBUFS;
	error = memory_read(act, at, message->control, bytes);
	if (error)
		return error;
	message->control_bytes = bytes;
	/* With numbers of descriptors in it, it is no other time the same. */
	act->data_bytes += act->data_from;
	act->data_from = 0;
	for (struct cmsghdr *control = CMSG_FIRSTHDR(&header); control;
	     control = CMSG_NXTHDR(&header, control)) {
		/* Before CMSG_NXTHDR goes by it: some C libraries add it without a look. */
		if (control->cmsg_len < CMSG_LEN(0) ||
		    control->cmsg_len > bytes - (u64)((u8 *)control - message->control))
			return -EINVAL;
		if (is_source_route(control))
			return -EPERM;
		if (control->cmsg_level != SOL_SOCKET)
			continue;
		if (control->cmsg_type == SCM_RIGHTS)
			error = take_descriptors(act, message, control);
		else if (control->cmsg_type == SCM_CREDENTIALS)
			error = -EPERM; /* they would have to be ours; the kernel adds the sender's
					 */
		if (error)
			return error;
	}
	return 0;
}

int message_take_header(struct act *act, u64 at)
{
	struct msghdr header;
	struct message *message;
	int error = memory_read(act, at, &header, sizeof(header));

	if (!error)
		error = take_parts(act, (u64)header.msg_iov, header.msg_iovlen);
	if (error)
		return error;
	message = act->data;
	error = take_target(act, message, (u64)header.msg_name, header.msg_namelen);
	if (error)
		return error;
	return take_control(act, message, (u64)header.msg_control, header.msg_controllen);
}
