/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command's first process: governed before its first instruction, its own exec included.
 */
#ifndef REIN_LAUNCH_H
#define REIN_LAUNCH_H

#include <linux/filter.h>

/* Starts the command under the filter; engine.root is its number. 0, or -errno and *what failed. */
int launch(const struct sock_fprog *program, char **command, const char **what);

/* Makes a child under the filter that runs run(), for the self-test: its number; *listener. -errno.
 */
int launch_scratch(const struct sock_fprog *program, int (*run)(void), int *listener);

#endif
