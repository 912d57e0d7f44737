/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a process is in a run of any hooks on this machine, those of other builds too.
 */
#ifndef REIN_HOST_PEERS_H
#define REIN_HOST_PEERS_H

#include <stdbool.h>
#include <sys/types.h>

bool peers_governed(pid_t pid);

#endif
