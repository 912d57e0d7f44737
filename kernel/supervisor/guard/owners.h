/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is sent a descriptor's signals.
 */
#ifndef REIN_OWNERS_H
#define REIN_OWNERS_H

#include "decide/act.h"

long owner_fcntl(struct act *act);
long owner_ioctl(struct act *act);

#endif
