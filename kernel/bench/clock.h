/* SPDX-License-Identifier: Apache-2.0 */
/* Time and medians for the benchmark programs. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t now_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Sorts the samples and prints {"p50":…,"p99":…,"mean":…} in nanoseconds. */
static inline void print_samples(uint64_t *samples, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)samples[i];
	qsort(samples, n, sizeof(*samples), by_size);
	printf("{\"n\":%zu,\"p50\":%llu,\"p99\":%llu,\"mean\":%.0f}\n", n,
	       (unsigned long long)samples[n / 2], (unsigned long long)samples[n * 99 / 100],
	       sum / (double)n);
}

#endif
