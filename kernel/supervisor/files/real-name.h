/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name that the kernel has for what we hold: no symbolic link, no `..`, and whatever spelling
 * the filesystem itself has for it.
 */
#ifndef REIN_REAL_NAME_H
#define REIN_REAL_NAME_H

#include "decide/act.h"

/* Of a descriptor; a file without a name left is called what it was last. 0 or -errno. */
int real_name(struct act *act, int fd, struct rein_bytes *name);
/* Of the entry act->name[i] in act->folder[i], which need not exist; without trailing slashes. */
int real_name_at(struct act *act, u32 i, struct rein_bytes *name);

/* Opens what `fd` holds once more, with other flags. -errno. */
int reopen(int fd, int flags, u32 mode);
/* Path of our own that leads to what `fd` holds, for calls that take no descriptor. */
#define OWN_PATH 32
void own_path(int fd, char out[OWN_PATH]);
void own_path_in(int folder, const char *name, char *out, size_t size);

#endif
