// SPDX-License-Identifier: Apache-2.0
/*
 * bench-denied N FILE PAUSE_US: tries to open FILE for writing N times, PAUSE_US apart; the policy
 * refuses each. Prints one line per try, the wall-clock nanoseconds just before the call, so that
 * a reader of the events can say how long each match took to arrive. PAUSE_US 0 is a storm and
 * prints only how many were refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "clock.h"

int main(int argc, char **argv)
{
	unsigned long n = argc == 4 ? strtoul(argv[1], NULL, 10) : 0;
	unsigned long pause = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;
	unsigned long refused = 0;

	if (n == 0)
		return 2;
	for (unsigned long i = 0; i < n; i++) {
		uint64_t at = now_ns(CLOCK_REALTIME);
		int fd = open(argv[2], O_WRONLY);

		if (fd < 0 && errno == EPERM)
			refused++;
		if (pause > 0) {
			printf("%llu\n", (unsigned long long)at);
			fflush(stdout);
			usleep(pause);
		}
	}
	if (pause == 0)
		printf("%lu\n", refused);
	return refused == n ? 0 : 1;
}
