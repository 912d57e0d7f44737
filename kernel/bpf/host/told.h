/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each process's stderr was told before. The hooks say nothing when a process ends, so the one
 * that was told longest ago makes room, and may then be told something twice.
 */
#ifndef REIN_HOST_TOLD_H
#define REIN_HOST_TOLD_H

#include "tell/deed.h"

struct told_before *told_of(pid_t pid);

#endif
