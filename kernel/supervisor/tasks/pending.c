// SPDX-License-Identifier: Apache-2.0
/*
 * The filter asks the kernel to let nothing but death interrupt a caller that we have heard
 * (WAIT_KILLABLE_RECV): a call that was begun here must not begin again. That is right for calls
 * that take microseconds. In one that waits for a person or a peer, Ctrl-C has to work: the call is
 * answered with ERESTARTSYS, the signal is taken, and the kernel makes the call again if it is to.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decide/holds.h"
#include "decide/kept.h"
#include "link/errands.h"
#include "tasks/pending.h"

#define BIT(signal) (1ull << ((signal) - 1))
/* Without a handler these do nothing. */
#define NO_EFFECT (BIT(SIGCHLD) | BIT(SIGCONT) | BIT(SIGURG) | BIT(SIGWINCH))

static u64 field(const char *status, const char *name)
{
	const char *at = strstr(status, name);

	return at ? strtoull(at + strlen(name), NULL, 16) : 0;
}

/* Whether a signal waits that the thread would act on. */
static bool has_signal(pid_t tid)
{
	char path[32];
	char status[4096];
	ssize_t len;
	u64 waiting;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, status, sizeof(status) - 1);
	close(fd);
	status[len < 0 ? 0 : len] = '\0';
	waiting = field(status, "\nSigPnd:") | field(status, "\nShdPnd:");
	waiting &= ~field(status, "\nSigBlk:") & ~field(status, "\nSigIgn:");
	return waiting & (field(status, "\nSigCgt:") | ~NO_EFFECT);
}

/* Twice in a row: a signal of the whole process may be another thread's to take, and is gone then.
 */
static void look(struct act *act)
{
	if (!act->thread || (act->state != ACT_HELD && act->state != ACT_ERRAND))
		return;
	if (!has_signal(act->thread->tid)) {
		act->signalled = false;
	} else if (!act->signalled) {
		act->signalled = true;
	} else if (act->state == ACT_HELD) {
		act->signalled = false;
		hold_detach(act);
	} else {
		errand_interrupt(act);
	}
}

void pending_serve(void)
{
	kept_each(look);
}

static int wanted;

static void want(struct act *act)
{
	wanted |= act->thread && (act->state == ACT_HELD || act->state == ACT_ERRAND);
}

int pending_wanted(void)
{
	wanted = 0;
	kept_each(want);
	return wanted;
}
