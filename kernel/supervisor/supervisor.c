// SPDX-License-Identifier: Apache-2.0
/*
 * The supervisor among the hosts.
 */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "command.h"
#include "decide/deed-of.h"
#include "decide/holds.h"
#include "flow/objects.h"
#include "flow/sockets.h"
#include "flow/spread.h"
#include "guard/views.h"
#include "history.h"
#include "link/filter.h"
#include "link/loop.h"
#include "net/hosts.h"
#include "net/leaving.h"
#include "start/launch.h"
#include "start/self-test.h"
#include "starter/starter.h"
#include "supervisor.h"

static struct sock_fprog program;

/* What callers ask for is done here in their place: with their rights, and no more. */
static bool become_user(void)
{
	bool done = !engine.user.given || command_become_user();

	if (engine.user.given)
		prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* /proc/self stays ours */
	engine.user.given = false;
	return done;
}

/* Root's callers are root, and what they may do must be done for them; anybody else's have no
 * capabilities, and none are needed to serve them. */
static bool keep_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (geteuid() != 0) {
		prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
		syscall(SYS_capset, &header, data);
	}
	syscall(SYS_capget, &header, data);
	return data[0].permitted | data[1].permitted;
}

static bool prepare(struct checks *checks, struct fault *why)
{
	struct stat proc;

	if (!become_user())
		return fault(why, "no-user", "root cannot be given up", -errno);
	engine.privileged = keep_capabilities();
	if (fstat(engine.fd_folder, &proc) < 0)
		return fault(why, "no-proc", "/proc is not there", -errno);
	engine.proc_dev = proc.st_dev;
	history_open();
	leaving_start();
	views_start();
	sockets_start();
	hosts_start();
	self_test(checks);
	if (!checks_pass(checks))
		return fault(why, "self-test", checks_missing(checks)->detail, 0);
	program = filter_build();
	if (!program.len)
		return fault(why, "no-filter", "the filter is too long for this kernel", 0);
	return true;
}

static bool start(char **command, struct fault *why)
{
	const char *what = "signals";
	int error = loop_open();

	if (!error)
		error = launch(&program, command, &what);
	return error ? fault(why, "no-launch", what, error) : true;
}

static bool end(struct proc *proc, void *ctx)
{
	(void)ctx;
	kill(proc->pid, SIGKILL);
	return true;
}

/* A child that one of them is making is seen before its first instruction: tasks/tracer.c. */
static void cancel(void)
{
	procs_each(end, NULL);
}

static void approve(u32 gate)
{
	rein_approve(&engine.run, gate);
}

static const char *swap(const struct policy *next)
{
	static char why[160];
	const char *lacks = filter_lacks(&next->image);
	u32 flags = engine.image.header->flags | next->image.header->flags;

	if (lacks) {
		snprintf(why, sizeof(why),
			 "it was under a policy that %s, and its filter cannot be widened", lacks);
		return why;
	}
	/* Answers to the run's own look-ups are matched as they come, and not kept. */
	if (flags & REIN_FLAG_HOST_NAMES)
		return "which addresses its host names have cannot be carried over on this tier";
	if (!leaving_may_begin(&next->image))
		return "it is the first that asks for a label at `connect`: connections may have "
		       "been passed on";
	if (history_oldest() && holds_wait_under(history_oldest()))
		return "something waits still that was asked many policies ago";
	history_add(next);
	leaving_start();
	return NULL;
}

static const char *label(const char *path)
{
	const struct proc *starter = proc_find(starter_pid());
	struct file_facts facts;
	u64 labels;

	if (!starter || starter->ended)
		return "the run has no starter any more";
	labels = starter->task.labels & engine.image.header->flow_labels;
	if (!engine_flows() || !labels)
		return NULL;
	if (file_facts_of(path, &facts) || !S_ISREG(facts.mode))
		return "there is no such file";
	if (object_add(&facts.id, labels))
		spread_object(&facts.id, bytes_of(path));
	return labels & ~object_labels(&facts.id) ? "there is no room for its labels" : NULL;
}

const struct host supervisor = {
	.tier = "supervisor",
	.counts = true,
	.prepare = prepare,
	.start = start,
	.serve = loop_run,
	.stderr_of = deed_stderr,
	.decide = hold_decide,
	.deed_of = deed_of_hold,
	.cancel = cancel,
	.approve = approve,
	.swap = swap,
	.label = label,
	.learn = hosts_learn,
};
