/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program file and its names: as called, each symbolic link on the way, the file itself.
 */
#ifndef REIN_PROGRAM_H
#define REIN_PROGRAM_H

#include "files/resolve.h"

#define PROGRAM_HEAD 1024 /* holds a `#!` line, and the headers of an ELF file */

struct program {
	int fd; /* O_PATH */
	struct file_facts facts;
	struct rein_bytes name; /* of the file itself */
	bool plain;		/* known to be neither a script nor a loader: not read */
	bool hidden;		/* it may be executed, not read */
	u32 head_bytes;		/* 0: it cannot be read */
	_Alignas(8) char head[PROGRAM_HEAD];
};

/* Finds what `path` means to the caller and adds its names and labels to the event's first aspect.
 * 0 or -errno: -ELOOP when it has more names than one event holds. */
int program_find(struct act *act, int dirfd, const char *path, bool follow,
		 struct program *program);
/* What is already open. */
int program_of_fd(struct act *act, int fd, struct program *program);

/* It is neither a script nor a loader, and need not be read again until it changes. */
void program_is_plain(const struct program *program);

/* Bytes of the file from `from` on; how many there are, at most `size`. */
u32 program_read(const struct program *program, void *out, u32 size, u64 from);

#endif
