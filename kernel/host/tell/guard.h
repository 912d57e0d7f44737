/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said of calls that would get around the engine.
 */
#ifndef REIN_GUARD_TEXT_H
#define REIN_GUARD_TEXT_H

#include "core/image.h"

const char *guard_name(enum rein_guard guard);
const char *guard_why(enum rein_guard guard);

#endif
