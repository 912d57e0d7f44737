/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine run --fd N --run-dir DIR [--ask wait=SECONDS|deny|allow] [--protect-pid N]
 *     [--tier NAME] [--user UID:GID,GID…] [--starter N] -- CMD…
 */
#ifndef REIN_OPTIONS_H
#define REIN_OPTIONS_H

#include <stdbool.h>

struct options {
	int fd;
	const char *tier;
	char **command; /* NULL-terminated */
};

/* Reads what stands behind `run`; the rest goes into `engine`. On a mistake, false and *why. */
bool options_read(int argc, char **argv, struct options *options, const char **why);

#endif
