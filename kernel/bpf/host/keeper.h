/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that waits for the engine to end, and then wakes whoever is held: they come back to
 * their call, find that nobody answers, and are refused instead of being stopped for ever. It stays
 * until the run is empty, whatever became of the engine, and unloads the hooks when nobody needs
 * them any more.
 */
#ifndef REIN_HOST_KEEPER_H
#define REIN_HOST_KEEPER_H

#include "run.h"

/* Starts it. -errno. */
int keeper_start(const struct run *run);

#endif
