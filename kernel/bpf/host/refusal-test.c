// SPDX-License-Identifier: Apache-2.0
/*
 * Two denials that must happen. A run without a policy refuses everything, so that no policy needs
 * to be made up: opening a file asks the core's hook, a signal to the engine asks a guard's.
 */
#include "refusal-test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPENED_BEFORE 1
#define SIGNALLED_BEFORE 2
#define OPEN_REFUSED 4
#define SIGNAL_REFUSED 8
#define UNTRIED 128

static bool opens(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Nothing is stopped: nothing comes of it. */
static bool signals(pid_t engine)
{
	return kill(engine, SIGCONT) == 0;
}

static _Noreturn void try(int word, pid_t engine)
{
	int seen = (opens() ? OPENED_BEFORE : 0) | (signals(engine) ? SIGNALLED_BEFORE : 0);
	char go;

	if (read(word, &go, 1) != 1)
		_exit(UNTRIED);
	if (!opens() && errno == EPERM)
		seen |= OPEN_REFUSED;
	if (!signals(engine) && errno == EPERM)
		seen |= SIGNAL_REFUSED;
	_exit(seen);
}

static int seen_by_child(const struct run *run)
{
	struct rein_proc proc = { .run = run->slot, .serial = run->serial };
	int status = 0;
	int word[2];
	pid_t engine = getpid();
	pid_t child;

	if (pipe2(word, O_CLOEXEC))
		return UNTRIED;
	child = fork();
	if (child == 0) {
		close(word[1]);
		try(word[0], engine);
	}
	close(word[0]);
	__atomic_fetch_add(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	if (child < 0 || run_govern(run, child, &proc) || write(word[1], "!", 1) != 1)
		__atomic_fetch_sub(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	close(word[1]);
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return UNTRIED;
	return WEXITSTATUS(status);
}

void refusal_test(const struct run *run, struct checks *checks)
{
	int seen = seen_by_child(run);

	check_add(checks, "deny", true, seen & OPENED_BEFORE && seen & OPEN_REFUSED,
		  "a denial that must happen");
	check_add(checks, "guard", true, seen & SIGNALLED_BEFORE && seen & SIGNAL_REFUSED,
		  "a signal to the engine that must not arrive");
}
