// SPDX-License-Identifier: Apache-2.0
/*
 * The maps are reached through descriptors that are open already, and the pins belong to user 0: to
 * neither is a capability needed.
 */
#include "capabilities.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BIT(capability) (1ull << (capability))

static int keep(uint64_t wanted)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || syscall(SYS_capget, &header, data) < 0)
		return -errno;
	for (unsigned i = 0; i < 2; i++) {
		uint32_t some = (uint32_t)(wanted >> 32 * i) & data[i].permitted;

		data[i] = (struct __user_cap_data_struct){ .effective = some, .permitted = some };
	}
	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

int capabilities_of_engine(void)
{
	return keep(BIT(CAP_KILL) | BIT(CAP_SYS_PTRACE) | BIT(CAP_DAC_OVERRIDE) | BIT(CAP_BPF));
}

int capabilities_of_keeper(void)
{
	return keep(BIT(CAP_KILL) | BIT(CAP_BPF));
}
