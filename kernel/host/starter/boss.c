// SPDX-License-Identifier: Apache-2.0
/*
 * Frames of the starter, each waited for: it has nothing else to do.
 */
#include <errno.h>
#include <unistd.h>

#include "starter/boss.h"

static int boss = -1;

void boss_is(int fd)
{
	boss = fd;
}

int boss_fd(void)
{
	return boss;
}

void boss_read(void *at, size_t bytes)
{
	char *next = at;

	while (bytes) {
		ssize_t got = read(boss, next, bytes);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			_exit(0); /* nobody has orders any more */
		next += got;
		bytes -= (size_t)got;
	}
}

static void send_all(const void *at, size_t bytes)
{
	const char *next = at;

	while (bytes) {
		ssize_t sent = write(boss, next, bytes);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			_exit(0);
		next += sent;
		bytes -= (size_t)sent;
	}
}

void boss_say(enum starter_said type, u32 order, const void *more, u32 bytes)
{
	struct frame_header header = { sizeof(order) + bytes, type };

	send_all(&header, sizeof(header));
	send_all(&order, sizeof(order));
	send_all(more, bytes);
}

void boss_say_number(enum starter_said type, u32 order, s32 number)
{
	boss_say(type, order, &number, sizeof(number));
}
