// SPDX-License-Identifier: Apache-2.0
/*
 * Creating: flags, modes, masks.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts.h"

static void mode_of(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		printf("%s is %o, %ld bytes\n", path, st.st_mode, (long)st.st_size);
	else
		printf("%s: %s\n", path, strerrorname_np(errno));
}

static void with_flags(void)
{
	SAY(open("a", O_WRONLY | O_CREAT, 0666));
	SAY(open("a", O_WRONLY | O_CREAT | O_EXCL, 0666));
	SAY(write(open("a", O_WRONLY), "12345", 5));
	mode_of("a");
	SAY(open("a", O_RDONLY | O_CREAT, 0600));
	mode_of("a");
	SAY(open("a", O_WRONLY | O_CREAT | O_TRUNC, 0600));
	mode_of("a");
	SAY(write(open("a", O_WRONLY | O_APPEND), "123", 3));
	SAY(open("a", O_RDONLY | O_TRUNC));
	mode_of("a");
	SAY(open("b", O_RDONLY | O_CREAT | O_EXCL, 0));
	mode_of("b");
	SAY(open("dir", O_WRONLY | O_CREAT, 0600));
	SAY(open("dir", O_RDONLY | O_CREAT, 0600));
	SAY(open("new/", O_WRONLY | O_CREAT, 0600));
	SAY(open("none/new", O_WRONLY | O_CREAT, 0600));
	SAY(open("a/new", O_WRONLY | O_CREAT, 0600));
	SAY(open("", O_WRONLY | O_CREAT, 0600));
	SAY(open(".", O_WRONLY | O_CREAT, 0600));
	SAY(open("/", O_WRONLY | O_CREAT, 0600));
	SAY(open("dir/../dir/x", O_WRONLY | O_CREAT, 0600));
	mode_of("dir/x");
	SAY(creat("c", 0644));
	mode_of("c");
	SAY(open("suid", O_WRONLY | O_CREAT, 04755));
	mode_of("suid");
}

static void through_links(void)
{
	SAY(symlink("made", "to-made"));
	SAY(symlink("dir/made", "to-dir-made"));
	SAY(symlink("to-made-2", "to-to-made"));
	SAY(symlink("made-2", "to-made-2"));
	SAY(open("to-made", O_WRONLY | O_CREAT | O_EXCL, 0600));
	SAY(open("to-made", O_WRONLY | O_CREAT | O_NOFOLLOW, 0600));
	SAY(open("to-made", O_WRONLY | O_CREAT, 0600));
	mode_of("made");
	SAY(open("to-dir-made", O_WRONLY | O_CREAT, 0640));
	mode_of("dir/made");
	SAY(open("to-to-made", O_WRONLY | O_CREAT, 0640));
	mode_of("made-2");
	SAY(open("to-made", O_WRONLY | O_CREAT | O_TRUNC, 0600));
	SAY(symlink("nowhere/made", "to-nowhere"));
	SAY(open("to-nowhere", O_WRONLY | O_CREAT, 0600));
}

static void with_masks(void)
{
	umask(077);
	SAY(open("m1", O_WRONLY | O_CREAT, 0666));
	SAY(mkdir("md1", 0777));
	SAY(mknod("mf1", S_IFIFO | 0666, 0));
	umask(0);
	SAY(open("m2", O_WRONLY | O_CREAT, 0666));
	SAY(mkdir("md2", 01777));
	umask(027);
	SAY(mknod("mn3", S_IFREG | 0666, 0));
	mode_of("m1");
	mode_of("md1");
	mode_of("mf1");
	mode_of("m2");
	mode_of("md2");
	mode_of("mn3");
	umask(022);
}

static void without_name(void)
{
	char path[64];
	int fd = open("dir", O_TMPFILE | O_RDWR, 0640);
	struct stat st;

	SAY(fd);
	SAY(write(fd, "tmp", 3));
	SAY(fstat(fd, &st));
	printf("%o %ld\n", st.st_mode, (long)st.st_nlink);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	SAY(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
	mode_of("named");
	SAY(open("a", O_TMPFILE | O_RDWR, 0640));
	SAY(open("dir", O_TMPFILE, 0640));
	fd = open("dir", O_TMPFILE | O_WRONLY | O_EXCL, 0600);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	SAY(linkat(AT_FDCWD, path, AT_FDCWD, "named-2", AT_SYMLINK_FOLLOW));
}

void act_creates(void)
{
	umask(022);
	mkdir("dir", 0755);
	with_flags();
	through_links();
	with_masks();
	without_name();
}
