/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision core, compiled for BPF: core/rows.c, core/matches.c and core/aspect.h as they are,
 * over the access of access.bpf.h. The functions are made static first, because the verifier
 * follows pointers inside a structure only into static functions.
 */
#ifndef REIN_CORE_BPF_H
#define REIN_CORE_BPF_H

#include "access.bpf.h"
#include "automaton.bpf.h"

struct rein_asking;
static inline __attribute__((always_inline)) void
rein_fire_image_rows(const struct rein_asking *asking, enum rein_table table);
static void rein_matches_clear(struct rein_bits *bits);
static void rein_matches_add(struct rein_bits *bits, struct rein_verdict *verdict, u32 clause,
			     u32 effect);
static void rein_matches_settle(struct rein_bits *bits, u32 clause);
static int rein_matches_settled(const struct rein_bits *bits, u32 clause);
static __noinline void rein_matches_list(const struct rein_bits *bits,
					 struct rein_verdict *verdict);

#include "../core/matches.c"
#define rein_fire_rows rein_fire_image_rows
#include "../core/rows.c"
#undef rein_fire_rows

/* Calls rein_fire_rows(), which is the same by way of a global function: see decide.bpf.h. */
#include "../core/aspect.h"

#endif
