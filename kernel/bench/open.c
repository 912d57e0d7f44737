// SPDX-License-Identifier: Apache-2.0
/* bench-open N FILE: times open(O_RDONLY) + close of FILE, N times; prints nanoseconds. */
#include <fcntl.h>
#include <unistd.h>

#include "clock.h"

#define SAMPLES_MAX 10000000

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
		uint64_t start = now_ns(CLOCK_MONOTONIC);
		int fd = open(argv[2], O_RDONLY);

		if (fd < 0)
			return 1;
		close(fd);
		samples[i] = now_ns(CLOCK_MONOTONIC) - start;
	}
	print_samples(samples, n);
	return 0;
}
