// SPDX-License-Identifier: Apache-2.0
/*
 * The forms of open, made into one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>

#include "files/memory.h"
#include "files/open.h"
#include "files/wanted.h"

#define BIT_TMPFILE (O_TMPFILE & ~O_DIRECTORY)
#define HOW_MAX 4096

static long open_wanted(struct act *act, int dirfd, u64 path, u64 flags, u64 mode, u64 resolve)
{
	struct wanted wanted = {
		.dirfd = dirfd,
		.flags = flags,
		.mode = (u32)mode,
		.resolve = resolve,
	};
	long result = -EAGAIN;
	int error;

	wanted.path = resolve_argument(act, path, &error);
	if (!wanted.path)
		return error;
	error = resolve_start(act, dirfd, wanted.path, &wanted.start);
	if (!error && resolve & (RESOLVE_IN_ROOT | RESOLVE_BENEATH))
		error = resolve_start_confined(act, dirfd, &wanted.start);
	if (error)
		return error;
	if (!(flags & (O_CREAT | O_TRUNC | BIT_TMPFILE)) && (flags & O_ACCMODE) == O_RDONLY)
		return open_existing(act, &wanted);
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return open_temporary(act, &wanted);
	for (u32 i = 0; i < OPEN_TRIES_MAX && result == -EAGAIN; i++)
		result = open_writing(act, &wanted);
	return result == -EAGAIN ? -EEXIST : result;
}

long open_open(struct act *act)
{
	return open_wanted(act, AT_FDCWD, act->args[0], (u32)act->args[1], act->args[2] & 07777, 0);
}

long open_creat(struct act *act)
{
	return open_wanted(act, AT_FDCWD, act->args[0], O_CREAT | O_WRONLY | O_TRUNC,
			   act->args[1] & 07777, 0);
}

long open_openat(struct act *act)
{
	return open_wanted(act, (int)act->args[0], act->args[1], (u32)act->args[2],
			   act->args[3] & 07777, 0);
}

long open_openat2(struct act *act)
{
	u64 size = act->args[3];
	struct open_how how;
	u8 more[HOW_MAX];
	int error;

	if (size < sizeof(how))
		return -EINVAL;
	if (size > sizeof(more))
		return -E2BIG;
	error = memory_read(act, act->args[2], more, size);
	if (error)
		return error;
	memcpy(&how, more, sizeof(how));
	for (u64 i = sizeof(how); i < size; i++) {
		if (more[i])
			return -E2BIG; /* a field that we do not know */
	}
	if (how.mode & ~07777ull || how.flags >> 32 ||
	    (how.mode && !(how.flags & (O_CREAT | BIT_TMPFILE))))
		return -EINVAL;
	/* The kernel hands no O_PATH descriptor over, and performed by the caller it could become
	 * another open. Whoever wants one falls back to openat(), whose flags are in a register. */
	if (how.flags & O_PATH)
		return -ENOSYS;
	return open_wanted(act, (int)act->args[0], act->args[1], how.flags, how.mode, how.resolve);
}
