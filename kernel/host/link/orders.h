/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the front end says besides the image and `go`.
 */
#ifndef REIN_ORDERS_H
#define REIN_ORDERS_H

#include "core/core.h"

/* Takes one frame; what it does not know it leaves. */
void orders_take(u32 type, struct rein_bytes payload);

#endif
