/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which file it is, whatever it is called. The birth time tells a file from one that has its inode
 * number after it; a filesystem that has none says 0.
 */
#ifndef REIN_FILE_ID_H
#define REIN_FILE_ID_H

#include <stdbool.h>

#include "core/core.h"

struct file_id {
	u64 dev; /* 0: a character device, which keeps nothing that is written to it */
	u64 ino;
	u64 born; /* ns since 1970 */
};

struct file_facts {
	struct file_id id;
	u32 mode; /* with the file type */
	u32 links;
	u64 rdev;
	u64 mtime_ns;
	u64 ctime_ns;
	u64 size;
};

/* Of a descriptor, O_PATH ones too. 0 or -errno. */
int file_facts(int fd, struct file_facts *facts);
/* Of what a path of ours leads to, links followed. 0 or -errno. */
int file_facts_of(const char *path, struct file_facts *facts);
/* Of a name in a folder; a symbolic link is itself. 0 or -errno. */
int file_facts_at(int folder, const char *name, struct file_facts *facts);

static inline bool file_carries(const struct file_id *id)
{
	return id->dev;
}

static inline bool file_same(const struct file_id *a, const struct file_id *b)
{
	return a->ino == b->ino && a->dev == b->dev && a->born == b->born;
}

#endif
