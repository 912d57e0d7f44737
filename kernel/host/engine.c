// SPDX-License-Identifier: Apache-2.0
/*
 * The one engine.
 */
#include "engine.h"

struct engine engine = { .listener = -1, .fd_folder = -1 };
