// SPDX-License-Identifier: Apache-2.0
/*
 * Time for limits and for the record.
 */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"

static u64 read_ms(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (u64)now.tv_sec * 1000 + (u64)now.tv_nsec / 1000000;
}

u64 clock_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

u64 clock_wall_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

void clock_text(u64 wall_ms, char out[CLOCK_TEXT])
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm tm;
	char whole[24];

	gmtime_r(&seconds, &tm);
	strftime(whole, sizeof(whole), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out, CLOCK_TEXT, "%.19s.%03uZ", whole, (unsigned)(wall_ms % 1000));
}
