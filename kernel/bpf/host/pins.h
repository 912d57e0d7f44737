/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pinned hooks of this machine, of whatever build.
 */
#ifndef REIN_HOST_PINS_H
#define REIN_HOST_PINS_H

/* {pins: [{folder, runs}]} on stdout: runs that have processes. Exit status. */
int pins_list(void);
/* The same with `removed`: those without a run are gone. */
int pins_clean(void);

/* Loads a tier's hooks, for good: they stay when the last run is over, until they are cleaned. */
int pins_load(const char *tier);

#endif
