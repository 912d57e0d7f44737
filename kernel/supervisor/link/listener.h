/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seccomp listener: questions in, answers out. Every answer may find that its caller has died;
 * that is no error.
 */
#ifndef REIN_LISTENER_H
#define REIN_LISTENER_H

#include <stdbool.h>

#include "core/core.h"

void listener_open(int fd);

/* Takes one notification and handles it. */
void listener_serve(void);

/* The call returns `result` (>= 0, or -errno). */
void listener_answer(u64 id, long result);
/* The kernel performs the call in the caller, as it stands in its registers and memory now. */
void listener_continue(u64 id);
/* The call returns a new descriptor of the caller, the same open file as our `fd`. Answers the
 * number, or -errno when it could not be given (the caller is then still to be answered, unless it
 * is gone: -ENOENT). */
long listener_give(u64 id, int fd, bool cloexec);
/* The same without returning from the call yet. */
long listener_add(u64 id, int fd, bool cloexec);

#endif
