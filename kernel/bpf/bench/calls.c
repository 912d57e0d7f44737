// SPDX-License-Identifier: Apache-2.0
/*
 * bench-calls N: times the calls that the hooks see, N times each (forks and execs N / 50), and
 * prints `NAME P50 P99` in nanoseconds for each. Works in the current folder, on loopback.
 * bench-calls NAME COMMAND...: runs the command and prints `NAME NS NS`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAMPLES_MAX 1000000
#define BLOCK 4096
#define SLOW 50

static uint64_t samples[SAMPLES_MAX];
static int file;
static int sock;
static char block[BLOCK];
static struct sockaddr_in there;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int do_open(void)
{
	int fd = open("file", O_RDONLY);

	return fd < 0 ? -1 : close(fd);
}

static int do_write(void)
{
	return pwrite(file, block, BLOCK, 0) == BLOCK ? 0 : -1;
}

static int do_connect(void)
{
	return connect(sock, (struct sockaddr *)&there, sizeof(there));
}

static int do_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return waitpid(child, NULL, 0) == child ? 0 : -1;
}

static int do_exec(void)
{
	char *args[] = { "true", NULL };
	char *env[] = { NULL };
	pid_t child;

	if (posix_spawn(&child, "./true", NULL, NULL, args, env))
		return -1;
	return waitpid(child, NULL, 0) == child ? 0 : -1;
}

static const struct {
	const char *name;
	int (*call)(void);
	size_t slower;
} calls[] = {
	{ "open", do_open, 1 },		{ "write", do_write, 1 },    { "connect", do_connect, 1 },
	{ "fork", do_fork, SLOW }, { "exec", do_exec, SLOW },
};

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int time_command(const char *name, char **argv)
{
	uint64_t start = now_ns();
	uint64_t took;
	int status = 0;
	pid_t child;

	if (posix_spawnp(&child, argv[0], NULL, NULL, argv, environ) ||
	    waitpid(child, &status, 0) != child || status)
		return 1;
	took = now_ns() - start;
	printf("%s %llu %llu\n", name, (unsigned long long)took, (unsigned long long)took);
	return 0;
}

int main(int argc, char **argv)
{
	size_t n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;

	if (argc > 2)
		return time_command(argv[1], argv + 2);

	there.sin_family = AF_INET;
	there.sin_port = htons(9);
	there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	file = open("file", O_RDWR | O_CREAT, 0600);
	sock = socket(AF_INET, SOCK_DGRAM, 0);
	if (!n || n > SAMPLES_MAX || file < 0 || sock < 0)
		return 2;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		size_t times = n / calls[i].slower;

		for (size_t k = 0; k < times; k++) {
			uint64_t start = now_ns();

			if (calls[i].call()) {
				perror(calls[i].name);
				return 1;
			}
			samples[k] = now_ns() - start;
		}
		qsort(samples, times, sizeof(samples[0]), compare);
		printf("%s %llu %llu\n", calls[i].name, (unsigned long long)samples[times / 2],
		       (unsigned long long)samples[times * 99 / 100]);
	}
	return 0;
}
