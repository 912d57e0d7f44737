// SPDX-License-Identifier: Apache-2.0
/*
 * The order matters: image, self-test, `ready`; `go`; the command; and at last `empty`. Whatever
 * fails before the command exists is `fatal`, and nothing has run.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "helper/options.h"
#include "helper/run.h"
#include "host/command.h"
#include "host/host.h"
#include "host/policy.h"
#include "host/link/channel.h"
#include "host/link/control.h"
#include "host/link/orders.h"
#include "host/starter/starter.h"
#include "host/tell/gates.h"

static const char *load_image(void)
{
	struct policy policy;
	const char *why;
	u64 bytes;
	void *blob = channel_read_image(&bytes);

	if (!blob)
		return "no image came";
	why = policy_open(&policy, blob, bytes);
	if (why)
		return why;
	policy_use(&policy);
	return gates_make_room(rein_image_gates(&engine.image)) ? NULL : "no memory";
}

static bool prepare(struct fault *why)
{
	struct checks checks = { 0 };
	const char *bad;

	engine.pid = getpid();
	engine.fd_folder = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (engine.fd_folder < 0)
		return fault(why, "no-proc", "/proc is not there", -errno);
	bad = load_image();
	if (bad)
		return fault(why, "bad-image", bad, 0);
	if (!engine.host->prepare(&checks, why))
		return false;
	life_ready(&checks);
	return true;
}

static bool start(char **command, struct fault *why)
{
	int error = control_open();

	if (error)
		return fault(why, "no-control", "the control socket cannot be made", error);
	if (!engine.host->start(command, why))
		return false;
	command_leave_streams();
	starter_forget();
	if (chdir("/") < 0)
		return fault(why, "no-launch", "the root folder cannot be entered", -errno);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* nobody reads what people decide, or traces us */
	return true;
}

int run(const struct host *host, const struct options *options)
{
	struct fault why = { 0 };

	engine.host = host;
	command_prepare();
	starter_prepare();
	channel_open(options->fd);
	if (!prepare(&why)) {
		life_fatal(&why);
		return 1;
	}
	if (!channel_await(FRAME_GO, orders_take))
		return 1; /* whoever started us thought better of it */
	if (!start(options->command, &why)) {
		life_fatal(&why);
		return 1;
	}
	host->serve();
	control_close();
	life_empty();
	return 0;
}
