// SPDX-License-Identifier: Apache-2.0
/*
 * What the kernel says of a process.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/proc-text.h"

bool proc_text(pid_t pid, const char *name, char *text, size_t bytes)
{
	char path[48];
	ssize_t len;
	int fd;

	text[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, text, bytes - 1);
	close(fd);
	text[len < 0 ? 0 : len] = '\0';
	return true;
}
