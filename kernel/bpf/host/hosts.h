/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hooks know of host names: which name patterns of which policy an address meets.
 */
#ifndef REIN_HOST_HOSTS_H
#define REIN_HOST_HOSTS_H

#include "policy.h"
#include "run.h"

/* An address (16 bytes, IPv4 mapped) is called `name`, under the policy in use and all to come. */
void hosts_tell(const struct run *run, const struct policy *policy, u32 serial, const u8 ip[16],
		struct rein_bytes name);

/* All that was told, under a policy that is to come. -errno where there is no room. */
int hosts_number(const struct run *run, const struct policy *policy, u32 serial);
/* Under a policy that decides no more. */
void hosts_forget(const struct run *run, u32 serial);

#endif
