// SPDX-License-Identifier: Apache-2.0
/*
 * race-open TRIES ALLOWED KEPT: one thread rewrites the path while another opens it for writing,
 * truncates it and unlinks it. Prints REACHED if a descriptor of KEPT was ever obtained or KEPT
 * changed; R3.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[4096];
static const char *names[2];
static atomic_int over;

static void *rewrite(void *unused)
{
	(void)unused;
	for (unsigned i = 0; !over; i++)
		memcpy(path, names[i & 1], strlen(names[i & 1]) + 1);
	return NULL;
}

int main(int argc, char **argv)
{
	long tries = argc == 4 ? strtol(argv[1], NULL, 10) : 0;
	struct stat kept, now;
	pthread_t thread;
	long reached = 0, opened = 0;

	/* Equal lengths, so that every mix of the two is a path of the same folder. */
	if (tries <= 0 || strlen(argv[2]) != strlen(argv[3]) || stat(argv[3], &kept) != 0)
		return 2;
	names[0] = argv[2];
	names[1] = argv[3];
	strcpy(path, argv[2]);
	if (pthread_create(&thread, NULL, rewrite, NULL) != 0)
		return 2;
	for (long i = 0; i < tries; i++) {
		int fd = open(path, i & 1 ? O_RDWR : O_WRONLY | O_TRUNC);

		if (fd < 0)
			continue;
		opened++;
		if (fstat(fd, &now) == 0 && now.st_ino == kept.st_ino && now.st_dev == kept.st_dev)
			reached++;
		close(fd);
	}
	over = 1;
	pthread_join(thread, NULL);
	if (stat(argv[3], &now) != 0 || now.st_size != kept.st_size)
		reached++;
	printf("%s opened %ld\n", reached ? "REACHED" : "held", opened);
	return 0;
}
