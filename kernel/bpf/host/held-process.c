// SPDX-License-Identifier: Apache-2.0
/*
 * Through /proc, since a process that is nobody's child can be watched by no other means.
 */
#include "held-process.h"

#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/proc-text.h"
#include "base/waiting-signals.h"

/* The state in stat(5): behind the name, which may hold anything but ends with the last `)`. */
static char state_of(pid_t tid)
{
	char stat[512];
	const char *at;

	proc_text(tid, "stat", stat, sizeof(stat));
	at = strrchr(stat, ')');
	return at && at[1] ? at[2] : '\0';
}

void held_process_wake(int pidfd, pid_t tid)
{
	if (state_of(tid) != 'T')
		return;
	if (pidfd >= 0)
		syscall(SYS_pidfd_send_signal, pidfd, SIGCONT, NULL, 0);
	else
		kill(tid, SIGCONT);
}

bool held_process_has_signal(pid_t tid)
{
	return waiting_signals(tid) & ~SIGNAL_BIT(SIGSTOP);
}
