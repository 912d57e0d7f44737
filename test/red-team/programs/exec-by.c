// SPDX-License-Identifier: Apache-2.0
/*
 * exec-by WAY PROGRAM [ARG…]: runs PROGRAM in an unusual WAY; R1 and R2.
 *   fexecve   by descriptor          empty    with an empty argv[0]
 *   long      with 100 KiB of arguments before ARG
 *   memfd     a copy in memory       none     with no argv at all
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PADDING 1600
#define PADDING_BYTES 64

extern char **environ;

static int memory_copy(const char *program)
{
	int from = open(program, O_RDONLY), to = memfd_create("copy", 0);
	struct stat size;

	if (from < 0 || to < 0 || fstat(from, &size) != 0)
		exit(2);
	while (sendfile(to, from, NULL, (size_t)size.st_size) > 0)
		;
	return to;
}

static void long_argv(char *program, char *last)
{
	static char padding[PADDING_BYTES];
	static char *args[PADDING + 3];

	memset(padding, 'p', sizeof(padding) - 1);
	args[0] = program;
	for (int i = 1; i <= PADDING; i++)
		args[i] = padding;
	args[PADDING + 1] = last;
	execve(program, args, environ);
}

int main(int argc, char **argv)
{
	char *none[] = { NULL };

	if (argc < 3)
		return 2;
	if (!strcmp(argv[1], "fexecve"))
		fexecve(open(argv[2], O_RDONLY), argv + 2, environ);
	else if (!strcmp(argv[1], "memfd"))
		fexecve(memory_copy(argv[2]), argv + 2, environ);
	else if (!strcmp(argv[1], "empty")) {
		char *args[] = { "", argv[3], NULL };

		execve(argv[2], args, environ);
	} else if (!strcmp(argv[1], "none"))
		syscall(SYS_execve, argv[2], none, environ);
	else if (!strcmp(argv[1], "long"))
		long_argv(argv[2], argv[3]);
	else
		return 2;
	perror("exec-by");
	return 126;
}
