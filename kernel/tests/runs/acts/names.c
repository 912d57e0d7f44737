// SPDX-License-Identifier: Apache-2.0
/*
 * Making, moving and removing names.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts.h"

static void list(void)
{
	static const char *const names[] = {
		"a", "b", "c", "d", "d/x", "d2", "d2/x", "e", "f", "s"
	};
	struct stat st;

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (lstat(names[i], &st) == 0)
			printf(" %s=%o/%ld", names[i], st.st_mode, (long)st.st_nlink);
	}
	printf("\n");
}

static void touch(const char *path)
{
	close(open(path, O_WRONLY | O_CREAT, 0644));
}

static void removing(void)
{
	touch("a");
	mkdir("d", 0755);
	touch("d/x");
	SAY(symlink("a", "s"));
	SAY(unlink("d"));
	SAY(rmdir("a"));
	SAY(rmdir("d"));
	SAY(unlink("missing"));
	SAY(unlink(""));
	SAY(unlink("a/"));
	SAY(unlink("."));
	SAY(rmdir("."));
	SAY(rmdir(".."));
	SAY(rmdir("d/.."));
	SAY(rmdir("/"));
	SAY(unlink("/"));
	SAY(unlink("s/"));
	SAY(unlinkat(AT_FDCWD, "d", AT_REMOVEDIR));
	SAY(unlinkat(AT_FDCWD, "a", 0x4000));
	SAY(unlinkat(open("d", O_RDONLY), "x", 0));
	SAY(rmdir("d/"));
	SAY(unlink("s"));
	list();
}

static void making(void)
{
	SAY(mkdir("d", 0755));
	SAY(mkdir("d", 0755));
	SAY(mkdir("d2/", 0700));
	SAY(mkdir("/", 0700));
	SAY(mkdir(".", 0700));
	SAY(mkdir("d/..", 0700));
	SAY(mkdir("none/x", 0700));
	SAY(mkdir("a/x", 0700));
	SAY(mkdirat(open("d", O_PATH), "sub", 0700));
	SAY(rmdir("d/sub"));
	SAY(mknod("f", S_IFIFO | 0600, 0));
	SAY(mknod("f", S_IFIFO | 0600, 0));
	SAY(mknod("e", S_IFDIR | 0600, 0));
	SAY(mknod("e/", S_IFREG | 0600, 0));
	SAY(symlink("", "e"));
	SAY(symlink("x", "f"));
	SAY(symlink("x", "e/"));
	SAY(symlinkat("x", open("d", O_PATH), "s"));
	SAY(unlink("d/s"));
	list();
}

static void moving(void)
{
	touch("a");
	touch("d/x");
	SAY(rename("a", "b"));
	SAY(rename("a", "b"));
	SAY(rename("b", "d"));
	SAY(rename("d", "b"));
	SAY(rename("d", "d2"));
	SAY(rename("d2", "d2/x/y"));
	SAY(rename("d2", "d2/y"));
	SAY(rename(".", "e"));
	SAY(rename("b", ".."));
	SAY(rename("b", "none/b"));
	SAY(rename("b", ""));
	SAY(rename("b", "c/"));
	SAY(rename("d2/", "d/"));
	list();
	touch("c");
	SAY(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "c", 1u)); /* NOREPLACE */
	SAY(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "d", 2u)); /* EXCHANGE */
	SAY(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "missing", 2u));
	SAY(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "c", 3u));
	list();
	SAY(renameat(open("b", O_PATH), "x", AT_FDCWD, "a"));
	list();
}

void act_names(void)
{
	removing();
	making();
	moving();
}
