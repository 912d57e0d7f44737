// SPDX-License-Identifier: Apache-2.0
/* bench-exec N PROGRAM: times vfork + exec of PROGRAM + wait, N times; prints nanoseconds. */
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

#define SAMPLES_MAX 1000000

extern char **environ;

int main(int argc, char **argv)
{
	size_t n = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
	uint64_t *samples;

	if (n == 0 || n > SAMPLES_MAX)
		return 2;
	samples = calloc(n, sizeof(*samples));
	if (!samples)
		return 1;
	for (size_t i = 0; i < n; i++) {
		char *args[] = { argv[2], NULL };
		uint64_t start = now_ns(CLOCK_MONOTONIC);
		pid_t child;

		if (posix_spawn(&child, argv[2], NULL, NULL, args, environ) != 0)
			return 1;
		if (waitpid(child, NULL, 0) != child)
			return 1;
		samples[i] = now_ns(CLOCK_MONOTONIC) - start;
	}
	print_samples(samples, n);
	return 0;
}
