/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an exec is expected to become, as it was decided.
 */
#ifndef REIN_PLAN_H
#define REIN_PLAN_H

#include "files/resolve.h"

/* In act->data. Strings are tokens, each ended by NUL. */
struct plan {
	struct file_id program; /* what will run: the file, or its interpreter */
	const char *name;	/* its real path, in the act */
	bool known;		/* there is such a file; else the kernel is left to say so */
	u32 head_bytes;		/* tokens that `#!` lines put before argv */
	u32 skip_bytes;		/* of argv: its first token, which they replace */
	u32 argv_bytes;
	bool truncated; /* argv is longer than what is kept */
	char head[2 * SCRIPT_DEPTH_MAX * SCRIPT_HEAD + REIN_PATH_MAX];
	char argv[]; /* argv_bytes */
};

/* argv at `pointer`, into a new plan. 0 or -errno. */
int plan_take(struct act *act, u64 pointer);

/* Whether the command line of a process is the one that was planned. */
bool plan_is_line(const struct plan *plan, const char *line, u32 bytes);

#endif
