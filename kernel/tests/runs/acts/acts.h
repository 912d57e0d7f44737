/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the test program can be told to do: each act is a battery of calls that says, line by line,
 * what came of them. Run by itself and under the engine, it must say the same.
 */
#ifndef REIN_TEST_ACTS_H
#define REIN_TEST_ACTS_H

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Says what a call came to: its result, where that is the same everywhere, or its error. */
#define SAY(call)                                                                                  \
	do {                                                                                       \
		long said_ = (long)(call);                                                         \
		printf("%s: %s\n", #call, said_ < 0 ? strerrorname_np(errno) : "done");            \
	} while (0)

/* Each works in the current folder, which is empty. */
void act_opens(void);
void act_creates(void);
void act_names(void);
void act_links(void);
void act_attributes(void);
void act_own_proc(void);
void act_fifos(void);
void act_threads(void);
void act_sockets(void);
void act_programs(void);
void act_refusals(void);
void act_decides(void);
void act_waits(void);
void act_waits_exec(void);
void act_waits_send(void);
void act_held(void);

#endif
