/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hook of the type that fmodret needs, and before Linux 6.2 of every type, is skipped on a
 * processor where a task was switched away from inside that same hook: what it was to refuse goes
 * through.
 */
#ifndef REIN_PREEMPTION_H
#define REIN_PREEMPTION_H

enum preemption { PREEMPTION_NONE, PREEMPTION_SOME, PREEMPTION_UNKNOWN };

/* Whether the running kernel switches tasks within its own code, as it was started. */
enum preemption preemption(void);

#endif
