/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The live self-test of the hooks.
 */
#ifndef REIN_HOST_REFUSAL_TEST_H
#define REIN_HOST_REFUSAL_TEST_H

#include "bpf/host/run.h"
#include "checks.h"

/* While the run has no policy: a process that is made one of it is refused what it could do a
 * moment before. */
void refusal_test(const struct run *run, struct checks *checks);

#endif
