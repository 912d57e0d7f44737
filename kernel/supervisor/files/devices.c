// SPDX-License-Identifier: Apache-2.0
/*
 * Opening /dev/tty here would open our terminal, which the caller may have left by setsid(). Its
 * own is named by /proc/PID/stat.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/proc-text.h"
#include "files/devices.h"
#include "files/real-name.h"

#define TTY_MAJOR 4
#define TTYAUX_MAJOR 5
#define PTS_MAJOR 136
#define PTS_MAJORS 8
#define FIRST_SERIAL 64

bool is_own_terminal(const struct file_facts *facts)
{
	return S_ISCHR(facts->mode) && facts->rdev == makedev(TTYAUX_MAJOR, 0);
}

/* Field 7: the number of the controlling terminal; 0: none. */
static unsigned terminal_of(pid_t pid)
{
	char stat[1024];
	char state;
	int ppid, group, session, terminal;
	const char *after;

	proc_text(pid, "stat", stat, sizeof(stat));
	after = strrchr(stat, ')'); /* the name before it may hold anything */
	if (!after ||
	    sscanf(after + 1, " %c %d %d %d %d", &state, &ppid, &group, &session, &terminal) != 5)
		return 0;
	return (unsigned)terminal;
}

int open_terminal_of(struct act *act, u64 flags, struct file_facts *facts, struct rein_bytes *name)
{
	unsigned terminal = terminal_of(act->proc->pid);
	unsigned number = minor(terminal);
	unsigned kind = major(terminal);
	char path[32];
	int error;
	int fd;

	if (!terminal)
		return -ENXIO;
	if (kind >= PTS_MAJOR && kind < PTS_MAJOR + PTS_MAJORS)
		snprintf(path, sizeof(path), "/dev/pts/%u", number + (kind - PTS_MAJOR) * 256);
	else if (kind == TTY_MAJOR && number < FIRST_SERIAL)
		snprintf(path, sizeof(path), "/dev/tty%u", number);
	else if (kind == TTY_MAJOR)
		snprintf(path, sizeof(path), "/dev/ttyS%u", number - FIRST_SERIAL);
	else
		return -ENXIO;
	fd = act_holds(act, open(path, (int)(flags & ~(u64)(O_CREAT | O_EXCL | O_TRUNC)) |
					       O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
	if (fd < 0)
		return -errno;
	error = file_facts(fd, facts);
	if (!error)
		error = real_name(act, fd, name);
	return error ? error : fd;
}
