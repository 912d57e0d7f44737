/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine run: one governed run, from the image to the last process.
 */
#ifndef REIN_RUN_H
#define REIN_RUN_H

struct host;
struct options;

/* Exit status. */
int run(const struct host *host, const struct options *options);

#endif
