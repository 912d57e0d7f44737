/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frames that tell the life of a run.
 */
#ifndef REIN_LIFE_H
#define REIN_LIFE_H

#include "checks.h"

/* Why the engine cannot go on. */
struct fault {
	const char *code;
	const char *message;
	int error; /* -errno, 0: none */
};

/* Always false: `return fault(…)`. */
bool fault(struct fault *fault, const char *code, const char *message, int error);

void life_ready(const struct checks *checks);
void life_started(pid_t pid);
/* How the command's first process ended, once, as a shell says it: its wait status. */
void life_exited(int status);
void life_empty(void);
void life_fatal(const struct fault *fault);

#endif
