// SPDX-License-Identifier: Apache-2.0
/*
 * rein-engine: governs one run. Started by `rein`; not meant to be typed.
 */
#include <stdio.h>
#include <string.h>

#include "helper/peer-check.h"
#include "helper/probe.h"
#include "bpf/host/pins.h"
#include "helper/options.h"
#include "helper/run.h"
#include "helper/tiers.h"
#include "host/engine.h"
#include "host/tell/budget.h"

static int take_run(int argc, char **argv)
{
	const struct tier *tier;
	struct options options;
	const char *why;

	if (!options_read(argc, argv, &options, &why)) {
		fprintf(stderr, "rein-engine: %.200s\n", why);
		return 2;
	}
	tier = tier_named(options.tier);
	if (!tier || !tier->host || !tier->host->prepare) {
		fprintf(stderr, "rein-engine: this build has no tier `%.64s`\n", options.tier);
		return 2;
	}
	if (budget_is_set() && !tier->host->counts) {
		fprintf(stderr, "rein-engine: the tier `%.64s` counts nothing\n", options.tier);
		return 2;
	}
	return run(tier->host, &options);
}

int main(int argc, char **argv)
{
	if (argc >= 2 && !strcmp(argv[1], "run"))
		return take_run(argc - 2, argv + 2);
	if (argc == 2 && !strcmp(argv[1], "probe"))
		return probe();
	if (argc == 2 && !strcmp(argv[1], "peers"))
		return peers_check();
	if (argc == 2 && !strcmp(argv[1], "pins"))
		return pins_list();
	if (argc == 2 && !strcmp(argv[1], "clean"))
		return pins_clean();
	if (argc == 3 && !strcmp(argv[1], "load"))
		return pins_load(argv[2]);
	fprintf(stderr, "rein-engine: there is no such command; use `rein`\n");
	return 2;
}
