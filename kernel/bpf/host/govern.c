// SPDX-License-Identifier: Apache-2.0
/*
 * A run under the hooks. They decide and refuse by themselves; what is done here is to load them,
 * to start the command, to tell people, and to answer for them.
 */
#include "govern.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "asks.h"
#include "bpf/host/run.h"
#include "bpf/observe/observe.h"
#include "capabilities.h"
#include "command.h"
#include "keeper.h"
#include "label.h"
#include "link/channel.h"
#include "link/control.h"
#include "link/orders.h"
#include "policies.h"
#include "probe.h"
#include "records.h"
#include "refusal-test.h"
#include "starter/starter.h"
#include "tell/budget.h"
#include "tell/stderr.h"

enum { AT_RECORDS, AT_CHILDREN, AT_ENDS, AT_STARTED, AT_CHANNEL, AT_CONTROL, AT_LAST };

#define AGAIN_MS 20

static struct run run;
static int children = -1;
static int begun = -1; /* ends when the command is executed; says a byte when it cannot be */
static bool root_ended;

static bool load(enum hooks_tier tier, struct fault *why)
{
	static bool (*const probes[])(bpf_probe_detail detail) = {
		[HOOKS_LSM] = bpf_probe_lsm,
		[HOOKS_FMODRET] = bpf_probe_fmodret,
		[HOOKS_OBSERVE] = bpf_probe_observe,
	};
	static bpf_probe_detail detail;
	int err;

	if (!probes[tier](detail))
		return fault(why, "no-tier", detail, 0);
	err = run_open(&run, tier);
	if (!err)
		err = records_open(&run);
	if (err)
		return fault(why, "no-hooks", "the hooks cannot be loaded or have no room", err);
	return true;
}

static void forget_test(void)
{
	records_drop();
	for (u32 i = 0; i < REIN_COUNTS; i++)
		run.shared->counts[i] = 0;
}

/* The hooks count by themselves. */
static void limit(void)
{
	for (u32 kind = 0; kind < REIN_BUDGETS; kind++) {
		struct rein_budget *budget = &run.shared->budgets[kind];
		struct budget_terms terms;

		budget_terms(kind, &terms);
		memcpy(budget->opens, terms.opens, sizeof(budget->opens));
		budget->left = (long long)terms.most;
		budget->limited = terms.most != 0;
	}
}

static bool prepare(enum hooks_tier tier, struct checks *checks, struct fault *why)
{
	int err;

	if (!load(tier, why))
		return false;
	check_add(checks, "hooks", true, true, "loaded, attached and pinned");
	if (tier == HOOKS_OBSERVE)
		observe_self_test(&run, checks);
	else
		refusal_test(&run, checks);
	if (!checks_pass(checks))
		return fault(why, "self-test", checks_missing(checks)->detail, 0);
	forget_test();
	err = policies_open(&run);
	if (err)
		return fault(why, "bad-image", "the policy does not fit into the hooks", err);
	err = keeper_start(&run);
	for (u32 i = 0; !err && i < RECORDERS_MAX && engine.recorders[i]; i++)
		err = run_protect(&run, engine.recorders[i], REIN_ENGINE_KEEPER);
	if (!err)
		err = asks_open(&run);
	if (err)
		return fault(why, "no-keeper", "nobody would look after the run", err);
	limit();
	run.shared->unanswered = engine.ask == ASK_DENY;
	return true;
}

static bool prepare_lsm(struct checks *checks, struct fault *why)
{
	return prepare(HOOKS_LSM, checks, why);
}

static bool prepare_fmodret(struct checks *checks, struct fault *why)
{
	return prepare(HOOKS_FMODRET, checks, why);
}

static bool prepare_observe(struct checks *checks, struct fault *why)
{
	return prepare(HOOKS_OBSERVE, checks, why);
}

/* In the child: waits for the word that it is governed. */
static _Noreturn void become(int word, int failed, char **command)
{
	char go;

	if (read(word, &go, 1) != 1 || command_confine() < 0) {
		if (write(failed, "!", 1) == 1)
			_exit(COMMAND_NOT_EXECUTABLE);
		_exit(COMMAND_NOT_EXECUTABLE);
	}
	command_become(command, failed);
}

static int launch(char **command)
{
	int word[2];
	int failed[2];
	int err;

	if (pipe2(word, O_CLOEXEC) || pipe2(failed, O_CLOEXEC))
		return -errno;
	engine.root = fork();
	if (engine.root == 0) {
		close(word[1]);
		close(failed[0]);
		become(word[0], failed[1], command);
	}
	close(word[0]);
	close(failed[1]);
	begun = failed[0];
	if (engine.root < 0)
		return -errno;
	err = run_govern_root(&run, &engine.image, engine.root);
	/* Out of reach of signals to the command's group. In a session of our own: were it that of
	 * the command, our end would hang up on its group when a process of that is held. */
	setsid();
	if (!err)
		err = capabilities_of_engine();
	if (!err && write(word[1], "!", 1) != 1)
		err = -errno;
	close(word[1]);
	return err;
}

static bool start(char **command, struct fault *why)
{
	sigset_t set;
	int err;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	err = children < 0 ? -errno : launch(command);
	return err ? fault(why, "no-launch", "the command cannot be governed", err) : true;
}

static void serve_children(void)
{
	struct signalfd_siginfo info;
	int status;

	if (read(children, &info, sizeof(info)) < 0 && errno != EAGAIN)
		return;
	if (root_ended || waitpid(engine.root, &status, WNOHANG) != engine.root)
		return;
	root_ended = true;
	life_exited(status);
}

static void serve_begun(void)
{
	char failed;

	if (read(begun, &failed, 1) == 0)
		life_started(engine.root);
	close(begun);
	begun = -1;
}

static void check_orphan(void)
{
	static bool known;

	if (!engine.orphan || known)
		return;
	known = true;
	run.shared->unanswered = 1;
	asks_orphaned();
}

/* A child that was being made when the run was cancelled may not have been seen yet. */
static int timeout(void)
{
	int ms = asks_serve();

	if (!engine.cancelled)
		return ms;
	run_kill(&run);
	return ms >= 0 && ms < AGAIN_MS ? ms : AGAIN_MS;
}

static void turn(void)
{
	struct pollfd fds[AT_LAST + CONTROL_CLIENTS_MAX] = {
		[AT_RECORDS] = { .fd = records_fd(), .events = POLLIN },
		[AT_CHILDREN] = { .fd = children, .events = POLLIN },
		[AT_ENDS] = { .fd = asks_fd(), .events = POLLIN },
		[AT_STARTED] = { .fd = begun, .events = POLLIN },
		[AT_CHANNEL] = { .fd = channel_fd(),
				 .events = channel_waits() ? POLLIN | POLLOUT : POLLIN },
	};
	u32 n = AT_CONTROL + control_poll(fds + AT_CONTROL);

	if (poll(fds, n, timeout()) < 0)
		return;
	records_take();
	policies_enter(0);
	if (fds[AT_STARTED].revents)
		serve_begun();
	if (fds[AT_CHILDREN].revents)
		serve_children();
	if (fds[AT_CHANNEL].revents & ~POLLOUT)
		channel_serve(orders_take);
	channel_flush();
	control_serve(fds + AT_CONTROL, n - AT_CONTROL);
	check_orphan();
}

static void take_counts(void)
{
	const u64 *counts = run.shared->counts;
	struct counters *counters = &engine.counters;

	counters->decisions = counts[REIN_COUNT_DECISIONS];
	counters->matches = counts[REIN_COUNT_MATCHES];
	counters->ring_full = counts[REIN_COUNT_EVENTS_LOST];
	counters->events_lost += counters->ring_full;
	/* What happened goes without its label; what is asked about before is refused. */
	if (run.hooks.tier == HOOKS_OBSERVE)
		counters->labels_dropped = counts[REIN_COUNT_NO_LABEL_ROOM];
	else
		counters->no_label_room = counts[REIN_COUNT_NO_LABEL_ROOM];
	counters->passes = counts[REIN_COUNT_PASSES];
	counters->no_scratch = counts[REIN_COUNT_NO_SCRATCH];
	counters->no_policy = counts[REIN_COUNT_NO_POLICY];
	counters->path_unknown = counts[REIN_COUNT_PATH_UNKNOWN];
	counters->processes = 1 + counts[REIN_COUNT_PROCESSES];
	counters->fork_refused = counts[REIN_COUNT_FORK_REFUSED];
}

static void serve(void)
{
	while (!run_has_ended(&run) || !root_ended)
		turn();
	records_take();
	asks_serve();
	take_counts();
	run_close(&run);
	channel_drain();
}

static void protect(pid_t pid)
{
	run_protect(&run, pid, REIN_ENGINE_KEEPER);
}

static void cancel(void)
{
	__atomic_store_n(&run.shared->cancelled, 1, __ATOMIC_SEQ_CST);
	run_kill(&run);
}

static void approve(u32 gate)
{
	u64 bit = 1ull << (gate % 64);

	__atomic_fetch_or(&run.shared->run.gates[gate / 64], bit, __ATOMIC_SEQ_CST);
	engine.run.gates[gate / 64] |= bit;
}

static const char *label(const char *path)
{
	return engine_flows() ? label_file(&run, starter_pid(), path) : NULL;
}

/* Of a process of this run, and of no other that has its number by now. */
static int stderr_of_process(pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	int fd = -ESRCH;

	if (pidfd >= 0 && run_has(&run, pidfd)) {
		fd = (int)syscall(SYS_pidfd_getfd, pidfd, STDERR_FILENO, 0);
		fd = fd < 0 ? -errno : fd;
	}
	if (pidfd >= 0)
		close(pidfd);
	return fd;
}

/* It runs on while it is told. One that ended at once is gone: then whoever started it hears. */
static int stderr_of(const struct deed *deed)
{
	int fd = stderr_of_process(deed->pid);

	return fd >= 0 ? fd : stderr_of_process(deed->ppid);
}

#define HOST(name, how, is_asked)                                                                  \
	{                                                                                          \
		.tier = name, .counts = is_asked, .prepare = how, .start = start, .serve = serve,  \
		.stderr_of = stderr_of, .decide = asks_decide, .deed_of = asks_deed_of,            \
		.cancel = cancel, .protect = protect, .approve = approve,                          \
		.swap = policies_swap, .label = is_asked ? label : NULL,                           \
		.learn = policies_learn,                                                           \
	}

const struct host bpf_lsm = HOST("lsm", prepare_lsm, true);
const struct host bpf_fmodret = HOST("fmodret", prepare_fmodret, true);
const struct host bpf_observe = HOST("observe", prepare_observe, false);
