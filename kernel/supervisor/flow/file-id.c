// SPDX-License-Identifier: Apache-2.0
/*
 * Identity and kind of a file, from statx.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "flow/file-id.h"

static u64 ns(struct statx_timestamp at)
{
	return (u64)at.tv_sec * 1000000000u + at.tv_nsec;
}

static int facts_of(int fd, const char *name, int flags, struct file_facts *facts)
{
	struct statx st;

	if (statx(fd, name, flags | AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		  STATX_BASIC_STATS | STATX_BTIME, &st) < 0)
		return -errno;
	*facts = (struct file_facts){
		.id = {
			.dev = S_ISCHR(st.stx_mode)
				       ? 0
				       : makedev(st.stx_dev_major, st.stx_dev_minor),
			.ino = st.stx_ino,
			.born = st.stx_mask & STATX_BTIME ? ns(st.stx_btime) : 0,
		},
		.mode = st.stx_mode,
		.links = st.stx_nlink,
		.rdev = makedev(st.stx_rdev_major, st.stx_rdev_minor),
		.mtime_ns = ns(st.stx_mtime),
		.ctime_ns = ns(st.stx_ctime),
		.size = st.stx_size,
	};
	return 0;
}

int file_facts(int fd, struct file_facts *facts)
{
	return facts_of(fd, "", AT_EMPTY_PATH, facts);
}

int file_facts_of(const char *path, struct file_facts *facts)
{
	return facts_of(AT_FDCWD, path, 0, facts);
}

int file_facts_at(int folder, const char *name, struct file_facts *facts)
{
	return facts_of(folder, name, AT_SYMLINK_NOFOLLOW, facts);
}
