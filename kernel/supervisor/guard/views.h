/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that change what a caller sees or may do, so that the same words mean something else for it
 * than for the engine: its working directory, its root, its namespaces, its credentials.
 */
#ifndef REIN_VIEWS_H
#define REIN_VIEWS_H

#include "decide/act.h"

long views_chdir(struct act *act);
long views_root(struct act *act);
long views_setns(struct act *act);
long views_clone(struct act *act);
long views_unshare(struct act *act);
long views_close_range(struct act *act);
long views_rights(struct act *act);

/* The thread calls again: the call it was in before is over. */
void views_thread_is_back(struct thread *thread);

/* Whether the caller's rights or root are other than ours now. Then a checked call is not performed
 * here but by the kernel in the caller, and counted. */
bool views_differ(struct act *act);
bool views_differ_in_root(struct act *act);

/* Notes what our own are. */
void views_start(void);

#endif
