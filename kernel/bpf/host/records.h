/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hooks report, as it becomes events and words.
 */
#ifndef REIN_HOST_RECORDS_H
#define REIN_HOST_RECORDS_H

#include "bpf/host/run.h"

/* Opens the run's ring. -errno. */
int records_open(const struct run *run);
/* To wait on. */
int records_fd(void);
/* Takes all that has come. */
void records_take(void);
/* Forgets all that has come: the self-test's. */
void records_drop(void);

#endif
