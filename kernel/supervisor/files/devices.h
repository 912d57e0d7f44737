/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /dev/tty, which is another terminal for each session.
 */
#ifndef REIN_DEVICES_H
#define REIN_DEVICES_H

#include "decide/act.h"

/* Whether it is /dev/tty, whatever it was called. */
bool is_own_terminal(const struct file_facts *facts);

/* Opens the caller's controlling terminal. -ENXIO: it has none. */
int open_terminal_of(struct act *act, u64 flags, struct file_facts *facts, struct rein_bytes *name);

#endif
