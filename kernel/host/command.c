// SPDX-License-Identifier: Apache-2.0
/*
 * It inherits what our caller has: signals, file mode mask, folder, limits. It stays in our
 * caller's process group, so that the terminal's keys reach it.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "engine.h"
#include "starter/starter.h"

static sigset_t inherited_mask;
static struct sigaction inherited[NSIG];
static struct rlimit inherited_files;
static mode_t inherited_umask;
static int inherited_folder;

/* Keys of the terminal are for the command; writing to a terminal from the background is right.
 * What is done for a caller may make a file longer than a limit of ours: that is an error of the
 * call, not our end. */
static const int ignored[] = { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE,
			       SIGHUP, SIGTERM, SIGIO,	 SIGXFSZ };
#define IGNORED (sizeof(ignored) / sizeof(ignored[0]))

void command_prepare(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct rlimit files;

	sigprocmask(SIG_SETMASK, NULL, &inherited_mask);
	for (unsigned i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &ignore, &inherited[ignored[i]]);
	sigaction(SIGUSR1, NULL, &inherited[SIGUSR1]);
	inherited_umask = umask(0);
	inherited_folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	getrlimit(RLIMIT_NOFILE, &inherited_files);
	files = inherited_files;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

void command_inherit(void)
{
	for (unsigned i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &inherited[ignored[i]], NULL);
	sigaction(SIGUSR1, &inherited[SIGUSR1], NULL);
	sigprocmask(SIG_SETMASK, &inherited_mask, NULL);
	umask(inherited_umask);
	setrlimit(RLIMIT_NOFILE, &inherited_files);
}

_Noreturn void command_become(char **command, int failed)
{
	int error;

	starter_leave(!command[0]);
	command_inherit();
	if (inherited_folder >= 0 && fchdir(inherited_folder) < 0)
		perror("rein-engine: the working directory is gone");
	execvp(command[0], command);
	error = errno;
	if (failed >= 0 && write(failed, "!", 1) != 1)
		perror("rein-engine");
	fprintf(stderr, "rein-engine: cannot run `%.256s`: %s\n", command[0], strerror(error));
	_exit(error == ENOENT ? COMMAND_NOT_FOUND : COMMAND_NOT_EXECUTABLE);
}

bool command_become_user(void)
{
	const struct identity *user = &engine.user;

	return setgroups(user->n_groups, user->groups) == 0 &&
	       setresgid(user->gid, user->gid, user->gid) == 0 &&
	       setresuid(user->uid, user->uid, user->uid) == 0;
}

int command_confine(void)
{
	if (engine.user.given && !command_become_user())
		return -errno;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

void command_leave_streams(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	if (null > STDERR_FILENO)
		close(null);
}
