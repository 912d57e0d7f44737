/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file that a call changes, held while it is decided about.
 */
#ifndef REIN_OBJECT_H
#define REIN_OBJECT_H

#include "files/resolve.h"

/* act->fd: an O_PATH descriptor of what the path names, or of `dirfd` itself where `flags` has
 * AT_EMPTY_PATH and the path is empty. AT_SYMLINK_NOFOLLOW: a link is itself; then its folder and
 * name are held too. */
int object_take(struct act *act, int dirfd, u64 path, u64 flags);
/* act->fd: the caller's own descriptor, which was opened as it was. */
int object_take_fd(struct act *act, int fd);

/* Settles a write of what was taken. */
long object_settle(struct act *act, long (*perform)(struct act *act));

/* Whether it is a symbolic link. */
bool object_is_link(const struct act *act);

#endif
