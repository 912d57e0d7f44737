/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `ld.so PROGRAM`: the dynamic loader runs a program without an exec of it.
 */
#ifndef REIN_LOADER_H
#define REIN_LOADER_H

#include "exec/plan.h"
#include "exec/program.h"

/* When `program` is a dynamic loader, adds the program it is told to run to the event. 0 or -errno.
 */
int loader_follow(struct act *act, const struct plan *plan, const struct program *program);

#endif
