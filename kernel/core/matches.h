/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clauses that matched, gathered as a set while rows fire and listed once at the end.
 */
#ifndef REIN_MATCHES_H
#define REIN_MATCHES_H

#include "core.h"

void rein_matches_clear(struct rein_bits *bits);

/* Adds a clause with its effect: the strongest effect wins, and of the clauses with that effect the
 * first one written. Rows of one clause, in one aspect or in two, count once. */
void rein_matches_add(struct rein_bits *bits, struct rein_verdict *verdict, u32 clause, u32 effect);

/* Clauses of the running program that hold already: they are not asked again. */
void rein_matches_settle(struct rein_bits *bits, u32 clause);
int rein_matches_settled(const struct rein_bits *bits, u32 clause);

/* Lists the lowest REIN_MATCHES_MAX of them in `verdict`, ascending, and counts the rest. */
void rein_matches_list(const struct rein_bits *bits, struct rein_verdict *verdict);

#endif
