/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Staying on the processor of the caller.
 *
 * A caller sleeps while we open its file, and wakes when the descriptor is handed over. If both
 * run on one processor that is a plain switch from one to the other. But the kernel wakes a thread
 * on a processor that is idle, if there is one, and from there on each wakes the other across
 * processors, out of idle: four times slower. So, while one thread calls again and again, we stay
 * on its processor; and we are a SCHED_IDLE thread, since a processor that runs nothing else counts
 * as idle, so that the caller is woken beside us. As soon as anybody else wants the processor we
 * are an ordinary thread again: with others about, none is idle, and the question is moot.
 */
#ifndef REIN_STACKING_H
#define REIN_STACKING_H

#include <sys/types.h>

/* Once the command has started: what is started from here on does not inherit it. Does nothing
 * where a thread may not come back from SCHED_IDLE (without CAP_SYS_NICE). */
void stacking_start(void);

/* A call of this thread is served. */
void stacking_serves(pid_t tid);

/* Around the sleep of the loop: changes over when we had to wait for the processor. */
void stacking_sleeps(void);
void stacking_woke(void);

/* Back to every processor: before a thread is made. */
void stacking_leave(void);

#endif
