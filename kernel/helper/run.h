/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine run: one governed run, from the image to the last process.
 */
#ifndef REIN_RUN_H
#define REIN_RUN_H

struct options;

/* In the supervisor tier. Exit status. */
int run_supervisor(const struct options *options);

#endif
