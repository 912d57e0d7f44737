/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts that outlive their notification's turn: held for a person, on an errand, inside execve. When
 * their caller ends they must learn of it.
 */
#ifndef REIN_KEPT_H
#define REIN_KEPT_H

#include "decide/act.h"

void kept_add(struct act *act, enum act_state state);
void kept_remove(struct act *act);
bool kept_any(void);

void kept_each(void (*visit)(struct act *act));

/* The thread, and then perhaps its process, ends. */
void kept_drop_thread(struct thread *thread);
void kept_drop_proc(struct proc *proc);

#endif
