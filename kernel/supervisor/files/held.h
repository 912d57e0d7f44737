/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening anew what the caller has open already: `echo x > /dev/stderr`.
 */
#ifndef REIN_HELD_H
#define REIN_HELD_H

#include "decide/act.h"

/* Whether `fd` holds a nameless pipe, a socket or a terminal that the caller has open with the
 * access that the flags ask for. Then `*held` is that open file, the caller's own: it is to be
 * opened in place of `fd`, and no rule is asked, since it is nothing new. */
bool is_held(struct act *act, int fd, u64 flags, int *held);

#endif
