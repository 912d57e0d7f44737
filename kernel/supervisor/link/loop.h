/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one loop of the one thread.
 */
#ifndef REIN_LOOP_H
#define REIN_LOOP_H

#include "engine.h"

/* What the loop waits on, opened. 0 or -errno. */
int loop_open(void);

/* Serves until no governed process is left. */
void loop_run(void);

#endif
