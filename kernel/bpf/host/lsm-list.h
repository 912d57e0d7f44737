/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The security modules that the running kernel asks.
 */
#ifndef REIN_HOST_LSM_LIST_H
#define REIN_HOST_LSM_LIST_H

#include <stdbool.h>

#define LSM_LIST_BYTES 256

/* Whether `bpf` is one of them; `list` says them all, or why it cannot be known. */
bool lsm_has_bpf(char list[LSM_LIST_BYTES]);

#endif
