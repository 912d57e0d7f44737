// SPDX-License-Identifier: Apache-2.0
/*
 * From securityfs, and where it is not mounted from the call that 6.8 brought.
 */
#include "lsm-list.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LSM_LIST "/sys/kernel/security/lsm"
#ifndef SYS_lsm_list_modules
#define SYS_lsm_list_modules 461
#endif
#define LSM_ID_BPF 110 /* linux/lsm.h */
#define LSM_IDS_MAX 32

static bool ask_kernel(char list[LSM_LIST_BYTES])
{
	uint64_t ids[LSM_IDS_MAX];
	uint32_t bytes = sizeof(ids);
	long n = syscall(SYS_lsm_list_modules, ids, &bytes, 0);

	snprintf(list, LSM_LIST_BYTES, n < 0 ? "unknown: securityfs is not mounted" : "numbers");
	for (long i = 0; i < n; i++) {
		size_t used = strlen(list);

		if (ids[i] == LSM_ID_BPF)
			return true;
		snprintf(list + used, LSM_LIST_BYTES - used, " %llu", (unsigned long long)ids[i]);
	}
	return false;
}

bool lsm_has_bpf(char list[LSM_LIST_BYTES])
{
	char names[LSM_LIST_BYTES];
	int fd = open(LSM_LIST, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, list, LSM_LIST_BYTES - 1);

	if (fd >= 0)
		close(fd);
	if (got <= 0)
		return ask_kernel(list);
	list[got] = '\0';
	list[strcspn(list, "\n")] = '\0';
	memcpy(names, list, sizeof(names));
	for (char *rest = names, *name; (name = strsep(&rest, ","));) {
		if (!strcmp(name, "bpf"))
			return true;
	}
	return false;
}
