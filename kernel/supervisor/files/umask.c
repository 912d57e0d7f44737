// SPDX-License-Identifier: Apache-2.0
/*
 * The mask of the caller; ours is 0. Where a folder has a default ACL the kernel does not apply the
 * mask, and here it is applied all the same: what is made is never more open than its maker wants.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files/wanted.h"

#define CAREFUL 077

u32 umask_of(const struct act *act)
{
	char path[32];
	char status[512]; /* it stands in the second line */
	const char *line;
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", act->thread->tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return CAREFUL;
	len = read(fd, status, sizeof(status) - 1);
	close(fd);
	status[len < 0 ? 0 : len] = '\0';
	line = strstr(status, "\nUmask:");
	return line ? (u32)strtoul(line + 7, NULL, 8) & 0777 : CAREFUL;
}
