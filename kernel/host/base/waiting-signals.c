// SPDX-License-Identifier: Apache-2.0
/*
 * From /proc/TID/status.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/waiting-signals.h"

/* Without a handler these do nothing. */
#define NO_EFFECT                                                                                  \
	(SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGURG) | SIGNAL_BIT(SIGWINCH))

static u64 field(const char *status, const char *name)
{
	const char *at = strstr(status, name);

	return at ? strtoull(at + strlen(name), NULL, 16) : 0;
}

u64 waiting_signals(pid_t tid)
{
	char path[32];
	char status[4096];
	ssize_t len;
	u64 waiting;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, status, sizeof(status) - 1);
	close(fd);
	status[len < 0 ? 0 : len] = '\0';
	waiting = field(status, "\nSigPnd:") | field(status, "\nShdPnd:");
	waiting &= ~field(status, "\nSigBlk:") & ~field(status, "\nSigIgn:");
	return waiting & (field(status, "\nSigCgt:") | ~NO_EFFECT);
}
