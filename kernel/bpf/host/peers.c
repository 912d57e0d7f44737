// SPDX-License-Identifier: Apache-2.0
/*
 * By the pins: each set of hooks has its map of governed processes there.
 */
#include "peers.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hooks.h"

#define VALUE_BYTES 4096 /* of a process's state; more would be a build of another age */

static bool is_in(const char *folder, int pidfd)
{
	char value[VALUE_BYTES];
	char path[PATH_MAX];
	struct bpf_map_info info = { 0 };
	__u32 bytes = sizeof(info);
	bool found;
	int map;

	snprintf(path, sizeof(path), HOOKS_PLACE "/%s/map_procs", folder);
	map = bpf_obj_get(path);
	if (map < 0)
		return errno != ENOENT; /* it cannot be told */
	found = bpf_obj_get_info_by_fd(map, &info, &bytes) || info.value_size > sizeof(value) ||
		!bpf_map_lookup_elem(map, &pidfd, value) || errno != ENOENT;
	close(map);
	return found;
}

bool peers_governed(pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	DIR *place = pidfd < 0 ? NULL : opendir(HOOKS_PLACE);
	struct dirent *entry;
	bool found = !place;

	while (!found && (entry = readdir(place))) {
		if (!strncmp(entry->d_name, HOOKS_PREFIX, strlen(HOOKS_PREFIX)))
			found = is_in(entry->d_name, pidfd);
	}
	if (place)
		closedir(place);
	if (pidfd >= 0)
		close(pidfd);
	return found;
}
