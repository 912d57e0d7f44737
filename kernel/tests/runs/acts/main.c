// SPDX-License-Identifier: Apache-2.0
/*
 * rein-test-acts ACT: one battery.
 */
#include "acts.h"

static const struct {
	const char *name;
	void (*run)(void);
} acts[] = {
	{ "opens", act_opens },		  { "creates", act_creates },
	{ "names", act_names },		  { "links", act_links },
	{ "attributes", act_attributes }, { "own-proc", act_own_proc },
	{ "fifos", act_fifos },		  { "threads", act_threads },
	{ "sockets", act_sockets },	  { "programs", act_programs },
	{ "refusals", act_refusals },	  { "decides", act_decides },
	{ "waits", act_waits },		  { "waits-exec", act_waits_exec },
	{ "waits-send", act_waits_send }, { "held", act_held },
};

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (unsigned i = 0; argc == 2 && i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (!strcmp(argv[1], acts[i].name)) {
			acts[i].run();
			return 0;
		}
	}
	return 2;
}
