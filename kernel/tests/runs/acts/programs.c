// SPDX-License-Identifier: Apache-2.0
/*
 * Executing: what runs, what does not, and with what error.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

static char *const env[] = { "PATH=/bin:/usr/bin", NULL };

static void put(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
	chmod(path, mode);
}

static void run_at(int folder, const char *path, char *const *argv, int flags)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		syscall(SYS_execveat, folder, path, argv, env, flags);
		printf("%s: %s\n", path, strerrorname_np(errno));
		_exit(99);
	}
	waitpid(pid, &status, 0);
	printf("status %x\n", status);
}

static void run(const char *path)
{
	char *argv[] = { "zero", "one", "two words", "", "last", NULL };

	run_at(AT_FDCWD, path, argv, 0);
}

static void scripts(void)
{
	put("plain.sh", "#!/bin/sh\necho plain \"$0\" \"$#\" \"$2\"\n", 0700);
	put("arg.sh", "#!  /bin/sh -e \t\necho arg \"$0\" $-\nfalse\necho not here\n", 0700);
	put("chain.sh", "#!./plain.sh with arg\n", 0700);
	put("deep1", "#!./chain.sh\n", 0700);
	put("no-interpreter", "#!/none/such\n", 0700);
	put("empty-interpreter", "#!\n", 0700);
	put("env", "#!/usr/bin/env sh\necho env \"$1\"\n", 0700);
	put("no-newline", "#!/bin/sh", 0700);
	put("not-executable", "#!/bin/sh\n", 0600);
	put("text", "just text\n", 0700);
	put("loop", "#!./loop\n", 0700);
	run("plain.sh");
	run("./arg.sh");
	run("chain.sh");
	run("deep1");
	run("no-interpreter");
	run("empty-interpreter");
	run("env");
	run("no-newline");
	run("not-executable");
	run("text");
	run("loop");
}

static void in_other_ways(void)
{
	char *argv[] = { "sh", "-c", "echo ran as $0", "me", NULL };
	char *none[] = { NULL };
	int fd = open("/bin/sh", O_RDONLY | O_CLOEXEC);
	int script = dup2(open("plain.sh", O_RDONLY), 51); /* it shows in $0 */
	int memory = memfd_create("program", 0);
	char *copied = malloc(1 << 20);
	int from = open("/bin/echo", O_RDONLY);
	ssize_t bytes = read(from, copied, 1 << 20);

	run_at(fd, "", argv, AT_EMPTY_PATH);
	run_at(script, "", argv, AT_EMPTY_PATH);
	run_at(dup2(open(".", O_PATH), 50), "plain.sh", argv, 0);
	if (bytes > 0 && write(memory, copied, (size_t)bytes) == bytes)
		run_at(memory, "", argv, AT_EMPTY_PATH);
	SAY(symlink("/bin/sh", "shell"));
	run_at(AT_FDCWD, "shell", argv, 0);
	run_at(AT_FDCWD, "shell", argv, AT_SYMLINK_NOFOLLOW);
	run_at(AT_FDCWD, "", argv, 0);
	run_at(99, "plain.sh", argv, 0);
	run_at(AT_FDCWD, "/bin/true", none, 0);
	run_at(AT_FDCWD, "/bin/true", argv, 0x8000);
	free(copied);
}

static void with_many_arguments(void)
{
	static char *argv[3000];
	int n = 0;

	argv[n++] = "sh";
	argv[n++] = "-c";
	argv[n++] = "echo $# ${#1}";
	while (n < 2999)
		argv[n++] = "0123456789012345678901234567890123456789012345678901234567890123";
	run_at(AT_FDCWD, "/bin/sh", argv, 0);
}

void act_programs(void)
{
	mkdir("dir", 0755);
	scripts();
	run("dir");
	run("missing");
	run("plain.sh/x");
	run("/bin/true");
	in_other_ways();
	with_many_arguments();
}
