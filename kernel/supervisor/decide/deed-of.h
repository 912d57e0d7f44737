/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people are told of an act.
 */
#ifndef REIN_DEED_OF_H
#define REIN_DEED_OF_H

#include "decide/act.h"
#include "tell/deed.h"

/* Who did it; of an operation nothing. */
void deed_of_proc(struct proc *proc, struct deed *deed);
/* It points into the act, and is good until the next one is made. */
void deed_of(const struct act *act, struct deed *deed);

/* For struct host. */
void deed_of_hold(const struct hold *hold, struct deed *deed);
int deed_stderr(const struct deed *deed);

#endif
