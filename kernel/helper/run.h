/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine run: one governed run, from the image to the last process.
 */
#ifndef REIN_RUN_H
#define REIN_RUN_H

/* argv behind `run`. Exit status. */
int run(int argc, char **argv);

#endif
