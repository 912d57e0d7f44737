/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths by their letters: what a person reads in a command line.
 */
#ifndef REIN_NORMAL_H
#define REIN_NORMAL_H

#include "decide/act.h"

/* `path`, relative to `folder`, without `.`, `..` and doubled slashes; into the act. 0 or -errno.
 */
int normal_name(struct act *act, struct rein_bytes folder, const char *path,
		struct rein_bytes *name);

#endif
