/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `#!` scripts: their interpreters are executed, and count as executed.
 */
#ifndef REIN_SCRIPT_H
#define REIN_SCRIPT_H

#include "exec/plan.h"
#include "exec/program.h"

/* Follows `#!` lines from `program`, which was called `called`; `program` becomes what will run.
 * 0 or -errno. */
int script_follow(struct act *act, struct plan *plan, struct program *program,
		  struct rein_bytes called);

#endif
