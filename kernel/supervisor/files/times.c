// SPDX-License-Identifier: Apache-2.0
/*
 * Times of a file, in the four formats that the kernel has known for them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <utime.h>

#include "files/attributes.h"
#include "files/memory.h"
#include "files/object.h"
#include "files/real-name.h"

static long perform_times(struct act *act)
{
	const struct timespec *times = act->data; /* NULL: now */
	char own[OWN_PATH];
	int result;

	own_path(act->fd, own);
	if (object_is_link(act))
		result = utimensat(act->fd, "", times, AT_EMPTY_PATH);
	else
		result = utimensat(AT_FDCWD, own, times, 0);
	return result < 0 ? -errno : 0;
}

/* Copies `bytes` from the caller; a null pointer means now. */
static int read_times(struct act *act, u64 pointer, void *to, size_t bytes)
{
	if (!pointer)
		return 0;
	return memory_read(act, pointer, to, bytes);
}

static long settle_times(struct act *act, const struct timespec times[2], bool now)
{
	if (!now) {
		act->data = malloc(2 * sizeof(*times));
		if (!act->data)
			return -ENOMEM;
		act->data_bytes = 2 * sizeof(*times);
		memcpy(act->data, times, act->data_bytes);
	}
	return object_settle(act, perform_times);
}

long attribute_utimensat(struct act *act)
{
	u64 flags = (u32)act->args[3];
	struct timespec times[2];
	int error = read_times(act, act->args[2], times, sizeof(times));

	if (error)
		return error;
	if (flags & ~(u64)(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (!act->args[1] && (int)act->args[0] == AT_FDCWD)
		return -EFAULT;
	error = act->args[1] ? object_take(act, (int)act->args[0], act->args[1], flags)
			     : object_take_fd(act, (int)act->args[0]);
	return error ? error : settle_times(act, times, !act->args[2]);
}

#ifdef __NR_utimes
static long micro_times(struct act *act, int dirfd, u64 path, u64 pointer)
{
	struct timeval micro[2];
	struct timespec times[2];
	int error = read_times(act, pointer, micro, sizeof(micro));

	if (error)
		return error;
	for (u32 i = 0; i < 2 && pointer; i++) {
		if (micro[i].tv_usec < 0 || micro[i].tv_usec >= 1000000)
			return -EINVAL;
		times[i] = (struct timespec){ micro[i].tv_sec, micro[i].tv_usec * 1000 };
	}
	error = path ? object_take(act, dirfd, path, 0) : object_take_fd(act, dirfd);
	return error ? error : settle_times(act, times, !pointer);
}

long attribute_utimes(struct act *act)
{
	return micro_times(act, AT_FDCWD, act->args[0], act->args[1]);
}

long attribute_futimesat(struct act *act)
{
	return micro_times(act, (int)act->args[0], act->args[1], act->args[2]);
}

long attribute_utime(struct act *act)
{
	struct utimbuf seconds;
	struct timespec times[2] = { 0 };
	int error = read_times(act, act->args[1], &seconds, sizeof(seconds));

	if (error)
		return error;
	if (act->args[1]) {
		times[0].tv_sec = seconds.actime;
		times[1].tv_sec = seconds.modtime;
	}
	error = object_take(act, AT_FDCWD, act->args[0], 0);
	return error ? error : settle_times(act, times, !act->args[1]);
}
#endif
