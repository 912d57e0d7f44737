// SPDX-License-Identifier: Apache-2.0
/*
 * The order matters: image, self-test, `ready`; `go`; the command; and at last `empty`. Whatever
 * fails before the command exists is `fatal`, and nothing has run.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>

#include "core/access.h"
#include "helper/checks.h"
#include "helper/launch.h"
#include "helper/options.h"
#include "helper/run.h"
#include "host/link/channel.h"
#include "host/link/control.h"
#include "host/link/orders.h"
#include "host/tell/gates.h"
#include "supervisor/flow/sockets.h"
#include "supervisor/guard/views.h"
#include "supervisor/link/filter.h"
#include "supervisor/link/loop.h"
#include "supervisor/net/hosts.h"
#include "supervisor/supervisor.h"

#define FRAME_TEXT 8192

static int fatal(const char *code, const char *message, int error)
{
	static char buffer[1024];
	static char whole[512];
	struct text json = TEXT_FIXED(buffer);

	snprintf(whole, sizeof(whole), error ? "%s: %s" : "%s", message, strerror(-error));
	text_str(&json, "{");
	text_member(&json, "code");
	text_json_str(&json, code);
	text_member(&json, "message");
	text_json_str(&json, whole);
	text_str(&json, "}");
	channel_send(FRAME_FATAL, text_view(&json));
	channel_drain();
	return 1;
}

/* Which operations each clause asks about: its rows say. */
static bool note_clause_ops(void)
{
	engine.clause_ops = calloc(rein_count(&engine.image, REIN_SEC_CLAUSES) + 1u, sizeof(u16));
	if (!engine.clause_ops)
		return false;
	for (u32 i = 0; i < rein_count(&engine.image, REIN_SEC_ROWS); i++) {
		struct rein_row row = rein_get_row(&engine.image, i);

		if (row.action == REIN_ACT_RULE)
			engine.clause_ops[row.owner] |= row.ops;
	}
	return true;
}

static const char *load_image(void)
{
	enum rein_image_fault fault;
	u64 bytes;
	void *blob = channel_read_image(&bytes);

	if (!blob)
		return "no image came";
	fault = rein_image_open(&engine.image, blob, bytes);
	if (fault != REIN_IMAGE_OK)
		return rein_image_error(fault);
	return note_clause_ops() && gates_start() ? NULL : "no memory";
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

static int look_around(void)
{
	struct stat proc;

	engine.pid = getpid();
	engine.privileged = keep_capabilities();
	engine.fd_folder = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (engine.fd_folder < 0 || fstat(engine.fd_folder, &proc) < 0)
		return -errno;
	engine.proc_dev = proc.st_dev;
	views_start();
	sockets_start();
	hosts_start();
	return 0;
}

static void say_ready(const struct checks *checks)
{
	static char buffer[FRAME_TEXT];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{");
	text_member(&json, "abi");
	text_number(&json, FRAME_ABI);
	text_member(&json, "tier");
	text_json_str(&json, engine.host->tier);
	text_member(&json, "pid");
	text_number(&json, engine.pid);
	checks_json(&json, checks);
	text_str(&json, "}");
	channel_send(FRAME_READY, text_view(&json));
}

static void say_empty(void)
{
	const struct counters *counters = &engine.counters;
	const struct {
		const char *name;
		u64 value;
	} all[] = {
		{ "decisions", counters->decisions },
		{ "matches", counters->matches },
		{ "held", counters->held },
		{ "events_lost", counters->events_lost },
		{ "feedback_unwritten", counters->feedback_unwritten },
		{ "continued", counters->continued },
		{ "labels_dropped", counters->labels_dropped },
		{ "processes", counters->processes },
	};
	static char buffer[1024];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{\"counters\":{");
	for (u32 i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		text_member(&json, all[i].name);
		text_number(&json, (long long)all[i].value);
	}
	text_str(&json, "}}");
	channel_send(FRAME_EMPTY, text_view(&json));
	channel_drain();
}

/* The command has its own streams by now. Held here they would not end with it: whoever reads the
 * run's output through a pipe would wait for processes that it left behind. */
static void leave_streams(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	if (null > STDERR_FILENO)
		close(null);
}

static int govern(const struct sock_fprog *program, char **command)
{
	const char *what;
	int error;

	if (!channel_await(FRAME_GO, orders_take))
		return 1; /* whoever started us thought better of it */
	error = loop_open();
	if (error)
		return fatal("no-control", "the control socket cannot be made", error);
	error = launch(program, command, &what);
	if (error)
		return fatal("no-launch", what, error);
	leave_streams();
	if (chdir("/") < 0)
		return fatal("no-launch", "the root folder cannot be entered", -errno);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* nobody reads what people decide, or traces us */
	loop_run();
	control_close();
	say_empty();
	return 0;
}

int run_supervisor(const struct options *options)
{
	struct checks checks = { 0 };
	struct sock_fprog program;
	const char *why;
	int error;

	engine.host = &supervisor;
	launch_prepare();
	channel_open(options->fd);
	error = look_around();
	if (error)
		return fatal("no-proc", "/proc is not there", error);
	why = load_image();
	if (why)
		return fatal("bad-image", why, 0);
	checks_governed_child(&checks);
	if (!checks_pass(&checks))
		return fatal("self-test", checks_missing(&checks)->detail, 0);
	program = filter_build();
	if (!program.len)
		return fatal("no-filter", "the filter is too long for this kernel", 0);
	say_ready(&checks);
	return govern(&program, options->command);
}
