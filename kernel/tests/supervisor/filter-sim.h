/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a filter as the kernel does.
 */
#ifndef REIN_TEST_FILTER_SIM_H
#define REIN_TEST_FILTER_SIM_H

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "core/core.h"

/* What the filter answers; it also counts the instructions it took. */
u32 filter_run(const struct sock_fprog *program, const struct seccomp_data *data, u32 *steps);

#endif
