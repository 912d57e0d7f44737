// SPDX-License-Identifier: Apache-2.0
/*
 * The one engine.
 */
#include "host.h"

struct engine engine = { .starter = -1, .listener = -1, .fd_folder = -1 };

void engine_cancel(void)
{
	engine.cancelled = true;
	if (engine.root)
		engine.host->cancel();
}
