/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an open asks for, whichever system call it came by.
 */
#ifndef REIN_WANTED_H
#define REIN_WANTED_H

#include "files/resolve.h"

struct wanted {
	const char *path;
	int dirfd;
	u64 flags; /* O_* */
	u32 mode;
	u64 resolve;
	struct start start;
};

/* Opens what exists, reading nothing but what the policy lets it read. */
long open_existing(struct act *act, const struct wanted *wanted);

/* Opens for writing or creating. -EAGAIN: somebody else made the file just now; try again. */
long open_writing(struct act *act, const struct wanted *wanted);
long open_temporary(struct act *act, const struct wanted *wanted);

/* The operations that the flags mean for a file that exists. */
u16 open_ops(u64 flags);

/* Performs: hands act->fd over. */
long open_give(struct act *act);
/* Performs: opens the O_PATH descriptor act->fd with act->flags, and hands it over. */
long open_again(struct act *act);

/* The caller's file mode creation mask. */
u32 umask_of(const struct act *act);

#endif
