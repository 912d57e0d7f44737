// SPDX-License-Identifier: Apache-2.0
/*
 * race-link TRIES LINK ALLOWED KEPT: one process keeps swapping a symbolic link between the two
 * files while another opens it for writing. Prints REACHED if KEPT was ever opened; R3.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void swap(const char *link, const char *const to[2])
{
	char temporary[4200];

	snprintf(temporary, sizeof(temporary), "%s.new", link);
	for (unsigned i = 0;; i++) {
		unlink(temporary);
		if (symlink(to[i & 1], temporary) == 0)
			rename(temporary, link);
	}
}

int main(int argc, char **argv)
{
	long tries = argc == 5 ? strtol(argv[1], NULL, 10) : 0;
	const char *const to[2] = { argv[3], argv[4] };
	struct stat kept, now;
	long reached = 0, opened = 0;
	pid_t swapper;

	if (tries <= 0 || stat(argv[4], &kept) != 0)
		return 2;
	swapper = fork();
	if (swapper == 0)
		swap(argv[2], to);
	for (long i = 0; i < tries; i++) {
		int fd = open(argv[2], O_WRONLY);

		if (fd < 0)
			continue;
		opened++;
		if (fstat(fd, &now) == 0 && now.st_ino == kept.st_ino)
			reached++;
		close(fd);
	}
	kill(swapper, SIGKILL);
	waitpid(swapper, NULL, 0);
	printf("%s opened %ld\n", reached ? "REACHED" : "held", opened);
	return 0;
}
