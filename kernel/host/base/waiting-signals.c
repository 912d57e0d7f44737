// SPDX-License-Identifier: Apache-2.0
/*
 * From /proc/TID/status.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/proc-text.h"
#include "base/waiting-signals.h"

/* Without a handler these do nothing. */
#define NO_EFFECT                                                                                  \
	(SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGURG) | SIGNAL_BIT(SIGWINCH))

static u64 field(const char *status, const char *name)
{
	const char *at = strstr(status, name);

	return at ? strtoull(at + strlen(name), NULL, 16) : 0;
}

u64 waiting_signals(pid_t tid)
{
	char status[4096];
	u64 waiting;

	if (!proc_text(tid, "status", status, sizeof(status)))
		return 0;
	waiting = field(status, "\nSigPnd:") | field(status, "\nShdPnd:");
	waiting &= ~field(status, "\nSigBlk:") & ~field(status, "\nSigIgn:");
	return waiting & (field(status, "\nSigCgt:") | ~NO_EFFECT);
}
