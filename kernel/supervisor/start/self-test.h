/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this kernel lets the supervisor do, each found out by doing it.
 */
#ifndef REIN_SELF_TEST_H
#define REIN_SELF_TEST_H

#include "checks.h"

/* A child under a filter of its own: refused a call, handed a descriptor, read and traced. Notes
 * every step. */
void self_test(struct checks *checks);
/* What is useful and not needed. */
void self_test_optional(struct checks *checks);

#endif
