/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One decision as people are told of it: who did what, and what the policy says. Each host fills it
 * in from what it heard of the operation; the record and the process itself are told from here.
 */
#ifndef REIN_DEED_H
#define REIN_DEED_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/limits.h"
#include "core/core.h"

/* What one process was told. */
struct told_before {
	u32 n;
	u64 prints[FEEDBACK_MAX]; /* of rule and target, on its stderr */
	u64 denied; /* print of what a person denied it last, or 0 */
	u64 denied_ms;
};

struct deed {
	/* Who. */
	pid_t pid;
	pid_t ppid;
	struct rein_bytes exe;
	struct rein_bytes cwd;
	u64 labels;
	struct told_before *before;
	void *doer; /* the host's own; what host->stderr_of() needs */

	/* What. */
	const char *call;
	u32 ops;
	bool endpoint; /* the targets are endpoint keys, not paths */
	u32 n_targets;
	struct rein_bytes targets[2];
	struct rein_bytes args; /* argv, each with its NUL */
	bool args_truncated;
	struct rein_bytes running; /* argv of its program as it began; empty: not remembered */
	u64 gains;		   /* labels that it comes to carry by this */
	u64 program; /* print of what an exec runs, whatever its name; 0: go by the name */

	/* What the policy says. */
	u8 effect;
	bool ended;  /* nothing waited for the answer: the process was ended */
	bool spared; /* `kill` refuses it only: it is the run's first process */
	u16 decisive;
	u16 n_matches;
	u16 n_more;
	const u16 *matches;
};

u64 print_of(const void *bytes, u32 len, u64 print);
/* Of what it is done to and argv, on top of `print`. */
u64 deed_print(const struct deed *deed, u64 print);

/* It was denied by a person, or because none decided. */
void deed_denied(const struct deed *deed);
/* Whether that was this one, and a moment ago. A shell that searches PATH goes on to its next
 * folder, where the same file may lie, and editors write again: nobody is asked twice at once. */
bool deed_was_denied(const struct deed *deed);

/* The operation that a record calls it by: of those that the decisive clause asks about, the
 * strongest. */
enum rein_op deed_op(const struct deed *deed);
/* Whether the decisive clause is about the exec of the program that runs, asked again because of
 * what the process gains. */
bool deed_is_late(const struct deed *deed);
const char *op_name(enum rein_op op);
/* The first engine operation of a mask, the strongest first. */
enum rein_op main_op(u32 ops);

#endif
