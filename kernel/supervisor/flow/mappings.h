/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that a process writes to by memory, whether it has a descriptor of them or not.
 */
#ifndef REIN_MAPPINGS_H
#define REIN_MAPPINGS_H

#include "flow/holders.h"

/* Calls visit() for each file that the process has mapped to be shared and written, as for a
 * descriptor that is -1. What has no name any more is left out: nobody finds it by one, and who has
 * it open has its descriptor. */
void mappings_each(struct proc *proc, void (*visit)(const struct holding *holding, void *ctx),
		   void *ctx);

#endif
