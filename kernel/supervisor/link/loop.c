// SPDX-License-Identifier: Apache-2.0
/*
 * poll(), not epoll: the kernel wakes a poller on the processor of the caller that it is to answer
 * (SYNC_WAKE_UP), and does not pass that through an epoll set. It is the difference of two process
 * switches per open.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "decide/holds.h"
#include "link/channel.h"
#include "link/control.h"
#include "link/errands.h"
#include "link/life.h"
#include "link/listener.h"
#include "link/loop.h"
#include "link/orders.h"
#include "link/stacking.h"
#include "tasks/exits.h"
#include "tasks/pending.h"
#include "tasks/tracer.h"

enum { AT_LISTENER, AT_CHILDREN, AT_ERRANDS, AT_CHANNEL, AT_CONTROL, AT_LAST };

static int children = -1;
static int back = -1;

int loop_open(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGUSR1); /* for errands */
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigdelset(&set, SIGUSR1);
	children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	back = errands_open();
	return children < 0 ? -errno : back < 0 ? back : 0;
}

static void serve_children(void)
{
	struct signalfd_siginfo info[2];

	/* One SIGCHLD at most waits; another that comes now is read the next time. */
	if (read(children, info, sizeof(info)) < 0)
		return;
	tracer_serve();
}

static void say_root_ended(void)
{
	int status;

	if (exit_of_root(&status))
		life_exited(status);
}

static void check_orphan(void)
{
	static bool known;

	if (engine.orphan && !known) {
		known = true;
		holds_orphaned();
	}
}

static int timeout(void)
{
	int ms = holds_expire();

	if ((pending_wanted() || errands_any()) && (ms < 0 || ms > SIGNAL_POLL_MS))
		ms = SIGNAL_POLL_MS;
	if (threads_waiting() && (ms < 0 || ms > EARLY_MS))
		ms = EARLY_MS;
	return ms;
}

static void slow_turn(struct pollfd *fds, u32 n)
{
	if (fds[AT_ERRANDS].revents || errands_any())
		errands_serve();
	if (fds[AT_CHANNEL].revents & ~POLLOUT)
		channel_serve(orders_take);
	channel_flush();
	control_serve(fds + AT_CONTROL, n - AT_CONTROL);
	check_orphan();
	pending_serve();
	tracer_end_early();
}

/* Children come first: a process that a notification is from must be known, and the end of another
 * may have opened a gate. The common turn is one notification and nothing else. */
static void turn(void)
{
	struct pollfd fds[AT_LAST + CONTROL_CLIENTS_MAX] = {
		[AT_LISTENER] = { .fd = engine.listener, .events = POLLIN },
		[AT_CHILDREN] = { .fd = children, .events = POLLIN },
		[AT_ERRANDS] = { .fd = back, .events = POLLIN },
		[AT_CHANNEL] = { .fd = channel_fd(),
				 .events = channel_waits() ? POLLIN | POLLOUT : POLLIN },
	};
	u32 n = AT_CONTROL + control_poll(fds + AT_CONTROL);
	int ready;

	stacking_sleeps();
	ready = poll(fds, n, timeout());
	stacking_woke();
	if (ready < 0)
		return;
	if (fds[AT_CHILDREN].revents) {
		serve_children();
		ready--;
	}
	if (fds[AT_LISTENER].revents & POLLIN) {
		listener_serve();
		ready--;
	}
	if (ready > 0 || errands_any() || threads_waiting() || pending_wanted())
		slow_turn(fds, n);
	say_root_ended();
}

void loop_run(void)
{
	stacking_start();
	while (!tasks_empty())
		turn();
	channel_drain();
}
