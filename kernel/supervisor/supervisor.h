/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host that hears of system calls through seccomp.
 */
#ifndef REIN_SUPERVISOR_H
#define REIN_SUPERVISOR_H

#include "host.h"

extern const struct host supervisor;

#endif
