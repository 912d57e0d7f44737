// SPDX-License-Identifier: Apache-2.0
/*
 * Two denials that must happen. A run without a policy refuses everything, so that no policy needs
 * to be made up: opening a file asks the core's hook, a signal to the engine asks a guard's.
 */
#include "refusal-test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "trial.h"

#define OPENED 1
#define SIGNALLED 2
#define OPEN_REFUSED 4
#define SIGNAL_REFUSED 8

static u32 open_something(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == EPERM ? OPEN_REFUSED : 0;
	close(fd);
	return OPENED;
}

/* Nothing is stopped: nothing comes of it. */
static u32 signal_engine(pid_t engine)
{
	if (kill(engine, SIGCONT) < 0)
		return errno == EPERM ? SIGNAL_REFUSED : 0;
	return SIGNALLED;
}

static u32 act(pid_t engine)
{
	return open_something() | signal_engine(engine);
}

void refusal_test(const struct run *run, struct checks *checks)
{
	struct trial seen = { 0 };
	int err = trial(run, act, &seen);
	bool tried = !err;
	static char why[128];

	snprintf(why, sizeof(why), "no process could be made one of the run: %s", strerror(-err));
	if (!tried)
		check_add(checks, "trial", true, false, why);
	check_add(checks, "deny", true,
		  tried && seen.before & OPENED && seen.after & OPEN_REFUSED,
		  "a denial that must happen");
	check_add(checks, "guard", true,
		  tried && seen.before & SIGNALLED && seen.after & SIGNAL_REFUSED,
		  "a signal to the engine that must not arrive");
}
