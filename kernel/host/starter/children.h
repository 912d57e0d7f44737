/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programs that the starter has started, each known by the number of its order.
 */
#ifndef REIN_CHILDREN_H
#define REIN_CHILDREN_H

#include <poll.h>

#include "starter/order.h"

#define CHILDREN_MAX 16
#define CHILD_FDS 3 /* what it prints on either stream, and its end */

/* Says STARTER_MADE, or why not; it waits for child_go() before it becomes the program. */
void child_start(const struct order *order);
void child_go(u32 order);
void child_end(u32 order);

/* Fills in what to wait on, CHILDREN_MAX * CHILD_FDS of them. `children_serve` takes them back. */
void children_poll(struct pollfd *fds);
void children_serve(const struct pollfd *fds);

#endif
