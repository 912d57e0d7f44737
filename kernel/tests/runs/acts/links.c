// SPDX-License-Identifier: Apache-2.0
/*
 * Hard links, and paths that go through links of every kind.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acts.h"

static void count(const char *path)
{
	struct stat st;

	printf("%s has %ld\n", path, lstat(path, &st) == 0 ? (long)st.st_nlink : -1L);
}

static void hard(void)
{
	char path[64];
	int fd;

	close(open("a", O_WRONLY | O_CREAT, 0644));
	SAY(mkdir("d", 0755));
	SAY(link("a", "b"));
	SAY(link("a", "b"));
	SAY(link("d", "e"));
	SAY(link("missing", "e"));
	SAY(link("a", "none/e"));
	SAY(link("a", "e/"));
	SAY(link("a/", "e"));
	SAY(symlink("a", "s"));
	SAY(link("s", "s2"));
	SAY(linkat(AT_FDCWD, "s", AT_FDCWD, "s3", AT_SYMLINK_FOLLOW));
	SAY(linkat(AT_FDCWD, "a", open("d", O_PATH), "in", 0));
	SAY(linkat(AT_FDCWD, "a", AT_FDCWD, "e", 0x8000));
	count("a");
	count("s2");
	count("s3");
	fd = open("a", O_RDONLY);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	SAY(linkat(AT_FDCWD, path, AT_FDCWD, "via-fd", AT_SYMLINK_FOLLOW));
	count("a");
}

static void chains(void)
{
	char name[16];
	char target[16];

	for (int i = 0; i < 45; i++) {
		snprintf(name, sizeof(name), "c%d", i + 1);
		snprintf(target, sizeof(target), i ? "c%d" : "a", i);
		if (symlink(target, name) < 0)
			perror(name);
	}
	SAY(open("c38", O_RDONLY));
	SAY(open("c45", O_RDONLY));
	SAY(open("c45", O_WRONLY | O_CREAT, 0600));
	SAY(chmod("c45", 0600));
	SAY(unlink("c45"));
	SAY(symlink("d/../d/./in", "crooked"));
	SAY(open("crooked", O_RDONLY));
	SAY(symlink("/proc/self/cwd/a", "by-proc"));
	SAY(open("by-proc", O_RDONLY));
	SAY(open("by-proc", O_RDWR | O_CREAT, 0600));
	SAY(symlink("/proc/self/cwd/new", "new-by-proc"));
	SAY(open("new-by-proc", O_RDWR | O_CREAT, 0600));
	count("new");
	SAY(truncate("by-proc", 0));
	SAY(chmod("by-proc", 0640));
}

void act_links(void)
{
	hard();
	chains();
}
