// SPDX-License-Identifier: Apache-2.0
/*
 * Frames in and out on the socketpair. Out: every event is sent at once, and kept when the socket
 * is full. In: after the image, only small frames come.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine.h"
#include "link/channel.h"

static int channel = -1;
static struct text out = { .most = OUT_BYTES_MAX };
static u8 in[FRAME_HEADER + CHANNEL_FRAME_MAX];
static u32 in_used;

void channel_open(int fd)
{
	channel = fd;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int channel_fd(void)
{
	return channel;
}

bool channel_waits(void)
{
	return out.len > 0;
}

static void gone(void)
{
	close(channel);
	channel = -1;
	engine.orphan = true;
}

void channel_flush(void)
{
	ssize_t sent;

	if (channel < 0 || !out.len)
		return;
	sent = send(channel, out.at, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent > 0) {
		out.len -= (size_t)sent;
		memmove(out.at, out.at + sent, out.len);
	} else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
		gone();
	}
}

static bool wait_for_room(u64 until_ms)
{
	struct pollfd ready = { .fd = channel, .events = POLLOUT };
	u64 now = clock_ms();

	if (channel < 0 || now >= until_ms)
		return false;
	poll(&ready, 1, (int)(until_ms - now));
	channel_flush();
	return true;
}

void channel_drain(void)
{
	u64 until = clock_ms() + OUT_WAIT_MS;

	channel_flush();
	while (out.len && wait_for_room(until))
		;
}

void channel_leave(void)
{
	u64 until = clock_ms() + LEAVE_WAIT_MS;
	struct pollfd told = { .events = POLLIN };

	channel_drain();
	if (channel < 0)
		return;
	told.fd = channel;
	shutdown(channel, SHUT_WR);
	for (u64 now = clock_ms(); now < until; now = clock_ms()) {
		if (poll(&told, 1, (int)(until - now)) > 0 && recv(channel, in, sizeof(in), 0) <= 0)
			return;
	}
}

static bool make_room(size_t bytes)
{
	u64 until = clock_ms() + OUT_WAIT_MS;

	while (out.len + bytes > OUT_BYTES_MAX) {
		if (!wait_for_room(until))
			return false;
	}
	return true;
}

static bool queue(enum frame_said type, struct rein_bytes payload)
{
	struct frame_header header = { payload.len, type };

	/* Kept for a while even when nobody reads: another process may take the stream over. */
	if (out.len + FRAME_HEADER + payload.len > OUT_BYTES_MAX &&
	    !make_room(FRAME_HEADER + payload.len))
		return false;
	text_bytes(&out, &header, sizeof(header));
	text_bytes(&out, payload.at, payload.len);
	channel_flush();
	return true;
}

void channel_send(enum frame_said type, struct rein_bytes payload)
{
	queue(type, payload);
}

void channel_send_event(const struct text *event)
{
	if (event->cut || !queue(FRAME_EVENT, text_view(event)))
		engine.counters.events_lost++;
}

static bool read_all(void *at, u64 bytes)
{
	u64 done = 0;

	while (done < bytes) {
		ssize_t got = read(channel, (u8 *)at + done, bytes - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (u64)got;
	}
	return true;
}

void *channel_read_image(u64 *bytes)
{
	struct frame_header header;
	void *blob;

	if (!read_all(&header, sizeof(header)) || header.type != FRAME_IMAGE ||
	    header.bytes > REIN_IMAGE_MAX || !header.bytes)
		return NULL;
	blob = mmap(NULL, header.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (blob == MAP_FAILED || !read_all(blob, header.bytes))
		return NULL;
	mprotect(blob, header.bytes, PROT_READ); /* it stays as it was checked */
	*bytes = header.bytes;
	return blob;
}

bool channel_await(enum frame_told type, void (*handle)(u32 type, struct rein_bytes payload))
{
	struct frame_header header;

	while (read_all(&header, sizeof(header)) && header.bytes <= CHANNEL_FRAME_MAX &&
	       read_all(in, header.bytes)) {
		if (header.type == type)
			return true;
		handle(header.type, (struct rein_bytes){ in, header.bytes });
	}
	return false;
}

/* Handles the whole frames in the buffer. false: what came is no frame. */
static bool handle_frames(void (*handle)(u32 type, struct rein_bytes payload))
{
	u32 at = 0;

	while (in_used - at >= FRAME_HEADER) {
		struct frame_header header;

		memcpy(&header, in + at, sizeof(header));
		if (header.bytes > CHANNEL_FRAME_MAX)
			return false;
		if (in_used - at - FRAME_HEADER < header.bytes)
			break;
		handle(header.type, (struct rein_bytes){ in + at + FRAME_HEADER, header.bytes });
		at += FRAME_HEADER + header.bytes;
	}
	in_used -= at;
	memmove(in, in + at, in_used);
	return true;
}

void channel_serve(void (*handle)(u32 type, struct rein_bytes payload))
{
	ssize_t got;

	if (channel < 0)
		return;
	got = recv(channel, in + in_used, sizeof(in) - in_used, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		gone();
		return;
	}
	in_used += (u32)got;
	if (!handle_frames(handle))
		gone();
}
