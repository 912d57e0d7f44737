/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections that more than one process can write to, where labels decide about connecting: one
 * that may connect must not do it for one that may not.
 */
#ifndef REIN_LEAVING_H
#define REIN_LEAVING_H

#include "decide/act.h"

/* To be called when the policy is another one. */
void leaving_start(void);
/* Whether some rule about connecting asks for a label that flows. */
bool leaving_is_decided(void);
/* Whether a policy may take the place of the one in use. Not where it is the first to ask so:
 * connections may be on their way already, in nobody's table. */
bool leaving_may_begin(const struct rein_image *next);

/* Whether a descriptor of ours may be handed on to whoever takes it: who that is, and what he
 * carries by then, cannot be told. */
bool leaving_may_pass(int fd);

/* Whether every process that has the act's socket open may connect to the act's endpoint. Where one
 * may not, that is told and recorded. */
bool leaving_may_connect(struct act *act);

#endif
