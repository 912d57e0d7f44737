/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolving a path one component at a time, on behalf of the caller: for the paths that lead
 * through /proc/self or a magic link, which mean the process that walks them.
 */
#ifndef REIN_WALK_H
#define REIN_WALK_H

#include "files/resolve.h"

/* Where a walk ended. Descriptors belong to the act. */
struct walked {
	int object; /* O_PATH; -1: the last component does not exist */
	int folder; /* that the last component is in; -1 when it came by a magic link */
	const char *name;
};

#define WALK_FOLLOW 1u	 /* a symbolic link at the end is followed too */
#define WALK_NO_MAGIC 2u /* a magic link on the way is -ELOOP */

/* 0, or -errno; -ENOENT with a folder says
 * that only the last component is missing. */
int walk(struct act *act, const struct start *start, const char *path, u32 how,
	 struct walked *walked);

#endif
