// SPDX-License-Identifier: Apache-2.0
/*
 * Opening what is there, and what is not, in every form.
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts.h"

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd >= 0 && write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

/* Opens, and says what can be read and with which flags. */
static void show(const char *path, int flags)
{
	char text[16] = "";
	int fd = open(path, flags);
	struct stat st;

	if (fd < 0) {
		printf("%s %#o: %s\n", path, flags, strerrorname_np(errno));
		return;
	}
	fstat(fd, &st);
	if (read(fd, text, sizeof(text) - 1) < 0)
		snprintf(text, sizeof(text), "%s", strerrorname_np(errno));
	printf("%s %#o: type %o flags %#x cloexec %d `%s`\n", path, flags, st.st_mode & S_IFMT,
	       fcntl(fd, F_GETFL) & ~O_NOFOLLOW, fcntl(fd, F_GETFD), text);
	close(fd);
}

static void each_path(int flags)
{
	static const char *const paths[] = {
		"file",	       "./file",    "dir/../file", "dir//in",	"link",	   "dir/up",
		"dir-link/in", "dangling",  "loop",	   "dir",	"dir/",	   "file/",
		"missing",     "missing/x", "file/x",	   "",		".",	   "..",
		"closed",      "/dev/null", "dir-link/",   "/dev/zero", "dir/in/",
	};

	for (unsigned i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		show(paths[i], flags);
}

static void by_absolute_path(void)
{
	char path[4096 + 32];

	if (!getcwd(path, 4096))
		return;
	printf("absolute\n");
	strcat(path, "/dir/in");
	for (int i = 0; i < 3; i++) /* the third time it is known */
		printf("%d\n", open(path, O_RDONLY) >= 0);
	rename("dir", "moved");
	SAY(open(path, O_RDONLY));
	rename("moved", "dir");
	SAY(open(path, O_RDONLY));
	strcat(path, "/");
	SAY(open(path, O_RDONLY));
}

static void by_folder(void)
{
	int folder = open("dir", O_RDONLY | O_DIRECTORY);
	int place = open("dir", O_PATH);

	SAY(openat(folder, "in", O_RDONLY));
	SAY(openat(place, "in", O_RDONLY));
	SAY(openat(place, "../file", O_RDONLY));
	SAY(openat(folder, "/dev/null", O_RDONLY));
	SAY(openat(999, "in", O_RDONLY));
	SAY(openat(999, "/dev/null", O_RDONLY));
	SAY(openat(open("file", O_RDONLY), "in", O_RDONLY));
	SAY(fchdir(folder));
	show("in", O_RDONLY);
	SAY(chdir(".."));
	show("file", O_RDONLY);
}

static void by_openat2(void)
{
	struct open_how how = { .flags = O_RDONLY };
	struct open_how long_how[2] = { { .flags = O_RDONLY }, { .flags = 1 } };
	int folder = open("dir", O_PATH);

	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how)));
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, 8));
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", long_how, sizeof(long_how)));
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, 8192));
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", NULL, sizeof(how)));
	how.resolve = RESOLVE_BENEATH;
	SAY(syscall(SYS_openat2, folder, "in", &how, sizeof(how)));
	SAY(syscall(SYS_openat2, folder, "../file", &how, sizeof(how)));
	SAY(syscall(SYS_openat2, folder, "/dev/null", &how, sizeof(how)));
	how.resolve = RESOLVE_IN_ROOT;
	SAY(syscall(SYS_openat2, folder, "/in", &how, sizeof(how)));
	SAY(syscall(SYS_openat2, folder, "/../../in", &how, sizeof(how)));
	how.resolve = RESOLVE_NO_SYMLINKS;
	SAY(syscall(SYS_openat2, AT_FDCWD, "link", &how, sizeof(how)));
	how.resolve = RESOLVE_NO_MAGICLINKS;
	SAY(syscall(SYS_openat2, AT_FDCWD, "/proc/self/exe", &how, sizeof(how)));
	SAY(syscall(SYS_openat2, AT_FDCWD, "/proc/self/stat", &how, sizeof(how)));
	how.resolve = 1u << 30;
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how)));
	how = (struct open_how){ .flags = O_RDONLY, .mode = 0600 };
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how)));
	how.flags = 1ull << 40;
	SAY(syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how)));
}

static void with_long_names(void)
{
	char name[5000];

	memset(name, 'a', sizeof(name));
	name[255] = '\0';
	SAY(open(name, O_RDONLY));
	name[255] = 'a';
	name[256] = '\0';
	SAY(open(name, O_RDONLY));
	for (unsigned i = 0; i < sizeof(name) - 2; i += 2)
		memcpy(name + i, "./", 2);
	strcpy(name + 4080, "file");
	SAY(open(name, O_RDONLY));
	memcpy(name + 4080, "././././././././././", 20);
	strcpy(name + 4100, "file");
	SAY(open(name, O_RDONLY));
	SAY(open((char *)8, O_RDONLY));
}

void act_opens(void)
{
	put("file", "text");
	put("closed", "shut");
	chmod("closed", 0);
	mkdir("dir", 0755);
	put("dir/in", "inner");
	SAY(symlink("file", "link"));
	SAY(symlink("../file", "dir/up"));
	SAY(symlink("dir", "dir-link"));
	SAY(symlink("nowhere", "dangling"));
	SAY(symlink("loop", "loop"));
	each_path(O_RDONLY);
	each_path(O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	each_path(O_RDONLY | O_DIRECTORY);
	each_path(O_RDONLY | O_NONBLOCK);
	each_path(O_RDWR);
	each_path(O_WRONLY | O_APPEND | O_NOFOLLOW);
	each_path(O_PATH);
	each_path(O_PATH | O_NOFOLLOW);
	each_path(O_ACCMODE);
	each_path(O_RDONLY | O_TRUNC | O_DIRECTORY);
	by_absolute_path();
	by_folder();
	by_openat2();
	with_long_names();
}
