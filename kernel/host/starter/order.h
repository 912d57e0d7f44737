/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An order to start a program.
 */
#ifndef REIN_ORDER_H
#define REIN_ORDER_H

#include <stdbool.h>

#include "core/core.h"

/* A program and what it is started with, in the bytes of its order. */
struct order {
	u32 id;
	char *cwd;
	char *program;
	char **argv;
	char **env;
};

/* Reads one in place; what is at `at` stays as long as the order. false: it is none. */
bool order_read(char *at, u32 bytes, struct order *order);
void order_free(struct order *order);

#endif
