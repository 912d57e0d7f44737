/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another policy for the run, from the file in its folder.
 */
#ifndef REIN_SWAP_H
#define REIN_SWAP_H

#include "core/core.h"

/* NULL when every decision from now on is by the new one; else why nothing has changed. `name` is
 * where it is from; who wants it and why stands in the record. */
const char *swap_policy(struct rein_bytes name, struct rein_bytes by, struct rein_bytes reason);

#endif
