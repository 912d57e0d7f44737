// SPDX-License-Identifier: Apache-2.0
/*
 * race-exec TRIES ALLOWED FORBIDDEN: a child that shares memory execs a path which its parent
 * keeps rewriting. FORBIDDEN says REACHED itself when it runs; R3.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK_BYTES 65536

static char path[4096];

static int child(void *unused)
{
	char *args[] = { "x", NULL };
	char *env[] = { NULL };

	(void)unused;
	execve(path, args, env);
	_exit(126);
}

int main(int argc, char **argv)
{
	long tries = argc == 4 ? strtol(argv[1], NULL, 10) : 0;
	char *stack = malloc(STACK_BYTES);
	long ran = 0;
	unsigned turn = 0;

	if (tries <= 0 || !stack || strlen(argv[2]) != strlen(argv[3]))
		return 2;
	for (long i = 0; i < tries; i++) {
		int status;
		pid_t pid;

		strcpy(path, argv[2]);
		pid = clone(child, stack + STACK_BYTES, CLONE_VM | SIGCHLD, NULL);
		if (pid < 0)
			return 2;
		while (waitpid(pid, &status, WNOHANG) == 0)
			memcpy(path, argv[2 + (turn++ & 1)], strlen(argv[2]) + 1);
		ran += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	fprintf(stderr, "ran %ld\n", ran);
	return 0;
}
