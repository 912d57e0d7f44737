/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels for a file that was written for the run by somebody outside of it.
 */
#ifndef REIN_HOST_LABEL_H
#define REIN_HOST_LABEL_H

#include "bpf/host/run.h"

/* What process `from` of the run carries goes on the file. NULL, or why it does not. */
const char *label_file(const struct run *run, pid_t from, const char *path);

#endif
