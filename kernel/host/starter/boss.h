/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever gives the starter orders, at the other end of its socket. When nobody is there any more
 * it ends, in whichever call finds that out.
 */
#ifndef REIN_BOSS_H
#define REIN_BOSS_H

#include <stddef.h>

#include "link/frames.h"

void boss_is(int fd);
int boss_fd(void);

/* All of `bytes`. */
void boss_read(void *at, size_t bytes);

/* A frame about an order. */
void boss_say(enum starter_said type, u32 order, const void *more, u32 bytes);
void boss_say_number(enum starter_said type, u32 order, s32 number);

#endif
