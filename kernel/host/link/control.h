/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control socket of a run: where a person's decision comes in.
 */
#ifndef REIN_CONTROL_H
#define REIN_CONTROL_H

#include <poll.h>

#include "engine.h"

/* Makes RUN_DIR/control.sock. 0 or -errno. */
int control_open(void);
void control_close(void);

/* Fills in what to wait on; how many. `control_serve` takes the same ones back. */
u32 control_poll(struct pollfd *fds);
void control_serve(const struct pollfd *fds, u32 n);

#endif
