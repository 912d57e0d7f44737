/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder entry that a call names, as an object of its event.
 */
#ifndef REIN_ENTRY_H
#define REIN_ENTRY_H

#include "files/resolve.h"

/* Entry `i` of the act: folder and last component of the caller's path. 0 or -errno. */
int entry_take(struct act *act, u32 i, int dirfd, u64 path);

/* `.` and `..` are no entries: whatever is asked of them, the kernel refuses with an error of its
 * own, and nothing needs to be decided. */
bool entry_is_dots(const struct act *act, u32 i);

/* The root folder was named, which is an entry of nothing: its name is `.`. */
bool entry_is_root(const struct act *act, u32 i);

/* Makes entry `i` an aspect of the event; what has the name now is its object. 0 or -errno. */
int entry_aspect(struct act *act, u32 i, u16 ops);

/* 0, or why nothing has the name of an entry that is an aspect: -ENOENT as a rule. */
int entry_missing(const struct act *act, u32 i);

bool entry_is_folder(const struct act *act, u32 i);

#endif
