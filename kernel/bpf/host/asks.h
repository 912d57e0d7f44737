/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations that a hook holds: their process is stopped, and comes back to the same call when it
 * goes on. What a person decided lies in the map of holds by then, for this action and for once.
 */
#ifndef REIN_HOST_ASKS_H
#define REIN_HOST_ASKS_H

#include "bpf/host/run.h"
#include "host.h"

/* -errno. */
int asks_open(const struct run *run);

/* A hook holds an operation. */
void asks_held(const struct rein_record *record);
/* Whether a decision is about an operation that was held. */
bool asks_know(const struct rein_record *record);
/* A decision was made about an operation that was held, or that nobody was asked about. */
void asks_matched(const struct rein_record *record);

/* Whether something is held by the policy with this number. */
bool asks_wait_under(u32 serial);

/* Nobody records any more. */
void asks_orphaned(void);

/* To wait on: a process that is held ended. */
int asks_fd(void);
/* Ends what expired or was abandoned, and wakes who was answered. Milliseconds until there is more
 * to do; -1: nothing is held. */
int asks_serve(void);

/* For struct host. */
enum hold_answer asks_decide(struct hold *hold, bool approve, struct rein_bytes reason,
			     struct rein_bytes by);
void asks_deed_of(const struct hold *hold, struct deed *deed);

#endif
