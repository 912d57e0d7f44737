/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a caller names to an object that we hold, and from the object to its real name.
 */
#ifndef REIN_RESOLVE_H
#define REIN_RESOLVE_H

#include "decide/act.h"

/* Where a caller's path starts. */
struct start {
	int folder;  /* ours, to resolve from */
	u64 resolve; /* RESOLVE_* that this start adds */
	bool rooted; /* the caller has another root: an absolute path starts there */
	/* The whole path, where it can be told without asking, and its print; NULL else. */
	const char *absolute;
	u64 print;
};

/* What the path `path` relative to the caller's `dirfd` starts from. 0 or -errno. */
int resolve_start(struct act *act, int dirfd, const char *path, struct start *start);
/* The same for a caller that confines the path to the folder: an absolute path starts there too. */
int resolve_start_confined(struct act *act, int dirfd, struct start *start);

/* Opens what `path` names for the caller, as openat2 does, and says what it is; the descriptor
 * belongs to the act. Never through a magic link of our own. `resolve` are the caller's RESOLVE_*
 * flags. -errno. */
int resolve_open(struct act *act, const struct start *start, const char *path, u64 flags,
		 u64 resolve, struct file_facts *facts);

/* The same, and its real name. */
int resolve_named(struct act *act, const struct start *start, const char *path, u64 flags,
		  u64 resolve, struct file_facts *facts, struct rein_bytes *name);

/* Holds (O_PATH) what a path that can be told leads to if no link is in it; the caller closes it.
 * -ENOENT: it leads nowhere, for the caller neither. Any other -errno says nothing. */
int resolve_exact(const struct start *start, const char *path);

/* The folder that the last component of `path` lies in, and that component as it stands, slashes
 * behind it and all: act->folder[i], act->name[i]; and the folder's real name in
 * act->folder_name[i], where it is known already. 0 or -errno. */
int resolve_parent(struct act *act, const struct start *start, const char *path, u64 resolve,
		   u32 i);

/* The name that resolve_parent gives the root folder. */
extern const char resolve_root[];

/* Path of the caller at `pointer`, into the act. NULL: *error says why. */
const char *resolve_argument(struct act *act, u64 pointer, int *error);

#endif
