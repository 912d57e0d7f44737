/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hosts that have hooks in the kernel.
 */
#ifndef REIN_HOST_GOVERN_H
#define REIN_HOST_GOVERN_H

#include "host.h"

/* Empty in a build without them. */
extern const struct host bpf_lsm;
extern const struct host bpf_fmodret;
extern const struct host bpf_observe;

#endif
