// SPDX-License-Identifier: Apache-2.0
/*
 * The descriptor is duplicated, so what is written is written to where the process's stderr points
 * now, at its offset. A terminal that is stopped with ^S, a full pipe or a socket whose reader
 * sleeps must not hold the engine: a terminal is opened anew without blocking, a socket is sent to
 * without waiting, a pipe that says it is writable takes PIPE_BUF bytes.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "engine.h"
#include "tell/stderr.h"

/* Who takes keys one by one draws the screen too: words in between would be drawn over, or stand in
 * the picture. */
static bool is_drawn_on(const struct termios *terminal)
{
	return !(terminal->c_lflag & ICANON);
}

static bool write_terminal(int fd, const char *bytes, u32 len)
{
	struct termios terminal;
	char name[16];
	int again;
	bool written;

	if (tcgetattr(fd, &terminal) < 0 || is_drawn_on(&terminal))
		return false;
	snprintf(name, sizeof(name), "%d", fd);
	again = openat(engine.fd_folder, name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (again < 0)
		return false;
	written = write(again, bytes, len) == (ssize_t)len;
	close(again);
	return written;
}

static bool write_open(int fd, const char *bytes, u32 len)
{
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	switch (st.st_mode & S_IFMT) {
	case S_IFCHR:
		return write_terminal(fd, bytes, len);
	case S_IFSOCK:
		return send(fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)len;
	case S_IFIFO:
		if (poll(&ready, 1, 0) != 1 || ready.revents != POLLOUT)
			return false;
		return write(fd, bytes, len) == (ssize_t)len;
	case S_IFREG:
		return write(fd, bytes, len) == (ssize_t)len;
	default:
		return false;
	}
}

bool stderr_write(int fd, const char *bytes, u32 len)
{
	bool written;

	if (fd < 0)
		return false;
	written = write_open(fd, bytes, len);
	close(fd);
	return written;
}
