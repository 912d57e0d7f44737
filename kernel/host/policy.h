/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy as the engine uses it: its image, and what is worked out of that.
 */
#ifndef REIN_POLICY_H
#define REIN_POLICY_H

#include "engine.h"

struct policy {
	struct rein_image image;
	u16 *clause_ops; /* by clause: the operations that its rows ask about */
	u32 first_clause; /* events count clauses through all policies that the run had */
};

/* Checks a blob, which stays where it is, and makes a policy of it. What is wrong with it; NULL. */
const char *policy_open(struct policy *policy, const void *blob, u64 bytes);
void policy_free(struct policy *policy);

/* From here on what is told is told by this one. */
void policy_use(const struct policy *policy);
/* By the one that decides now. */
void policy_use_newest(void);

/* Number of the first clause of a policy that takes the place of that one. */
u32 policy_next_clause(void);

static inline u32 rein_image_gates(const struct rein_image *image)
{
	return image->header->sections[REIN_SEC_GATES].len;
}

/* Why a run under the policy in use cannot go on under another, since what its processes carry
 * would mean something else there; NULL: it can. */
const char *policy_keeps_state(const struct policy *next);

#endif
