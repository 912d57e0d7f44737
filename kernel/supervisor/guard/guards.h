/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that would get around the engine. A policy may allow each (`guards:`), and is then on its
 * own there.
 */
#ifndef REIN_GUARDS_H
#define REIN_GUARDS_H

#include "decide/act.h"

/* Refuses: says why on the caller's stderr, and on the record once per program. -error. */
long guard_refuse(struct act *act, enum rein_guard guard, int error);

/* Handler of every call whose row names its guard. */
long guard_call(struct act *act);
/* A call of another architecture or ABI than the one the filter is made for. */
long guard_foreign(struct act *act, u32 arch);

#endif
