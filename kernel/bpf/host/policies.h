/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies that a run has had: a record is told by the one that it was decided under.
 */
#ifndef REIN_HOST_POLICIES_H
#define REIN_HOST_POLICIES_H

#include "policy.h"
#include "run.h"

/* Gives the hooks the policy in use, and from then on each that comes. 0, or -errno. */
int policies_open(const struct run *run);
/* NULL, or why the hooks go on with the one that they have. */
const char *policies_swap(const struct policy *next);

/* An address (16 bytes, IPv4 mapped) is called `name`. */
void policies_learn(const u8 ip[16], struct rein_bytes name);

/* What is told is told by the policy with this number, if it is still known; 0: by the newest. */
void policies_enter(u32 serial);

#endif
