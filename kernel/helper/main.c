// SPDX-License-Identifier: Apache-2.0
/*
 * rein-engine: governs one run. Started by `rein`; not meant to be typed.
 */
#include <stdio.h>
#include <string.h>

#include "helper/probe.h"
#include "helper/run.h"
#include "supervisor/engine.h"

int main(int argc, char **argv)
{
	if (argc >= 2 && !strcmp(argv[1], "run"))
		return run(argc - 2, argv + 2);
	if (argc == 2 && !strcmp(argv[1], "probe"))
		return probe();
	fprintf(stderr, "rein-engine: `run` and `probe` are all there is; use `rein`\n");
	return 2;
}
