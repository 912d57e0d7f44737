// SPDX-License-Identifier: Apache-2.0
/*
 * What /proc/self and its like mean: the one that asks.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <pthread.h>
#include <sys/syscall.h>

#include "acts.h"

/* Number at the start of a file. */
static long number_in(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		return -1;
	close(fd);
	return atol(text);
}

static void make_link(const char *text, const char *path)
{
	if (symlink(text, path) < 0)
		perror(path);
}

static void is_mine(const char *path)
{
	printf("%s is mine: %d\n", path, number_in(path) == getpid());
}

static void same_file(const char *path, int fd)
{
	struct stat a;
	struct stat b;
	int again = open(path, O_RDONLY);

	printf("%s leads to it: %d\n", path,
	       again >= 0 && !fstat(again, &a) && !fstat(fd, &b) && a.st_ino == b.st_ino);
	close(again);
}

static void *in_thread(void *unused)
{
	(void)unused;
	printf("thread-self is mine: %d\n",
	       number_in("/proc/thread-self/stat") == syscall(SYS_gettid));
	is_mine("/proc/self/stat");
	return NULL;
}

void act_own_proc(void)
{
	char path[64];
	pthread_t thread;
	int fd = open("a", O_RDWR | O_CREAT, 0644);
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);

	dup2(fd, 0);
	is_mine("/proc/self/stat");
	is_mine("/proc/thread-self/stat");
	is_mine("/proc/./self//stat");
	is_mine("/proc/self/task/../stat");
	make_link("/proc/self", "me");
	is_mine("me/stat");
	make_link("/proc/self/fd/0", "input");
	same_file("input", fd);
	same_file("/dev/stdin", fd);
	same_file("/dev/fd/0", fd);
	same_file("/proc/self/fd/0", fd);
	same_file("/proc/self/cwd/a", fd);
	same_file("/proc/self/root/proc/self/cwd/a", fd);
	snprintf(path, sizeof(path), "/proc/%d/fd/0", getpid());
	make_link(path, "by-number");
	same_file("by-number", fd);
	printf("by folder: %d\n", openat(proc, "self/stat", O_RDONLY) >= 0);
	SAY(fchdir(proc));
	is_mine("self/stat");
	SAY(open("self/fd/99", O_RDONLY));
	SAY(open("self/fd/99", O_WRONLY | O_CREAT, 0600));
	SAY(open("/proc/self/mem", O_RDONLY));
	SAY(open("/proc/self/nothing", O_RDONLY));
	SAY(write(open("/proc/self/comm", O_WRONLY), "other", 5));
	SAY(open("/proc/self/exe", O_RDONLY));
	SAY(open("/proc/self/exe/x", O_RDONLY));
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
}
