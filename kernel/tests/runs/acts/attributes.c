// SPDX-License-Identifier: Apache-2.0
/*
 * Mode, owner, times, attributes, length.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utime.h>

#include "acts.h"

static void show(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		printf("%s: %o %ld %ld.%09ld %ld.%09ld\n", path, st.st_mode, (long)st.st_size,
		       (long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long)st.st_mtim.tv_sec,
		       st.st_mtim.tv_nsec);
}

static void modes(int fd, int place)
{
	SAY(chmod("a", 0600));
	SAY(chmod("s", 0640));
	SAY(chmod("missing", 0600));
	SAY(chmod("dangling", 0600));
	SAY(fchmod(fd, 0644));
	SAY(fchmod(place, 0600));
	SAY(fchmod(999, 0600));
	SAY(fchmodat(AT_FDCWD, "a", 0611, 0));
	SAY(syscall(452, AT_FDCWD, "s", 0600, AT_SYMLINK_NOFOLLOW));
	SAY(syscall(452, fd, "", 0622, AT_EMPTY_PATH));
	SAY(syscall(452, AT_FDCWD, "a", 0600, 1));
	SAY(chown("a", (uid_t)-1, (gid_t)-1));
	SAY(lchown("s", getuid(), getgid()));
	SAY(fchown(fd, getuid(), (gid_t)-1));
	SAY(fchownat(fd, "", getuid(), getgid(), AT_EMPTY_PATH));
	SAY(fchownat(AT_FDCWD, "dangling", getuid(), getgid(), AT_SYMLINK_NOFOLLOW));
	SAY(fchownat(AT_FDCWD, "dangling", getuid(), getgid(), 0));
}

static void times(int fd)
{
	struct timespec both[2] = { { 1000, 1 }, { 2000, 2 } };
	struct timespec omit[2] = { { 5, UTIME_OMIT }, { 7, 7 } };
	struct timespec bad[2] = { { 5, 2000000000 }, { 7, 7 } };
	struct timeval micro[2] = { { 3000, 3 }, { 4000, 4 } };
	struct timeval wrong[2] = { { 3000, -1 }, { 4000, 4 } };
	struct utimbuf old = { 5000, 6000 };

	SAY(utimensat(AT_FDCWD, "a", both, 0));
	show("a");
	SAY(utimensat(AT_FDCWD, "s", both, AT_SYMLINK_NOFOLLOW));
	show("s");
	SAY(utimensat(AT_FDCWD, "s", omit, 0));
	show("a");
	SAY(utimensat(AT_FDCWD, "a", bad, 0));
	SAY(futimens(fd, both));
	show("a");
	SAY(utimes("a", micro));
	show("a");
	SAY(utimes("a", wrong));
	SAY(syscall(SYS_utimensat, AT_FDCWD, NULL, both, 0));
	SAY(syscall(SYS_utimensat, AT_FDCWD, "missing", both, 0));
	SAY(syscall(SYS_utimensat, AT_FDCWD, "a", (void *)8, 0));
#ifdef SYS_utime
	SAY(syscall(SYS_utime, "a", &old));
	show("a");
	SAY(syscall(SYS_futimesat, AT_FDCWD, "a", micro));
	show("a");
#endif
	SAY(utime("a", NULL));
	(void)old;
}

static void extended(int fd)
{
	static char value[100000];

	SAY(setxattr("a", "user.x", "1234", 4, 0));
	SAY(getxattr("a", "user.x", value, sizeof(value)));
	SAY(setxattr("a", "user.x", "1", 1, XATTR_CREATE));
	SAY(setxattr("s", "user.y", "1", 1, 0));
	SAY(lsetxattr("s", "user.y", "1", 1, 0));
	SAY(fsetxattr(fd, "user.z", "", 0, 0));
	SAY(setxattr("a", "", "", 0, 0));
	SAY(setxattr("missing", "user.x", "", 0, 0));
	SAY(setxattr("a", "nonsense", "", 0, 0));
	SAY(setxattr("a", "user.big", value, 100000, 0));
	SAY(removexattr("a", "user.x"));
	SAY(removexattr("a", "user.x"));
	SAY(lremovexattr("s", "user.y"));
	SAY(fremovexattr(fd, "user.z"));
	printf("%ld\n", (long)listxattr("a", NULL, 0));
}

void act_attributes(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0644);
	int place = open("a", O_PATH);

	SAY(symlink("a", "s"));
	SAY(symlink("nowhere", "dangling"));
	modes(fd, place);
	times(fd);
	extended(fd);
	SAY(truncate("a", 10));
	SAY(truncate("s", 20));
	SAY(truncate("missing", 20));
	SAY(truncate("a", -1));
	SAY(truncate(".", 0));
	SAY(ftruncate(fd, 5));
	SAY(ftruncate(place, 5));
	SAY(ftruncate(open("a", O_RDONLY), 5));
	printf("%ld\n", (long)lseek(fd, 0, SEEK_END));
}
