/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hooks know of host names: which name patterns an address meets.
 */
#ifndef REIN_HOST_HOSTS_H
#define REIN_HOST_HOSTS_H

#include "run.h"

/* An address (16 bytes, IPv4 mapped) is called `name`. */
void hosts_tell(const struct run *run, const u8 ip[16], struct rein_bytes name);

#endif
