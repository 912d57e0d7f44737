/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The system calls that can be trapped: when, on which arguments, and who handles them.
 */
#ifndef REIN_CALLS_H
#define REIN_CALLS_H

#include <linux/audit.h>

#include "decide/act.h"

#if defined(__x86_64__)
#define CALLS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CALLS_ARCH AUDIT_ARCH_AARCH64
#else
#error "rein-engine knows x86-64 and aarch64"
#endif

/* What the filter asks about a call's arguments. Numbers of processes, flags and requests are 32
 * bits wide to the kernel too. */
enum call_test {
	TEST_NONE,	/* every one is trapped */
	TEST_OPEN,	/* argument `arg` are open flags: see filter.c */
	TEST_POINTER,	/* argument `arg` is not NULL, nor 0 */
	TEST_BITS,	/* argument `arg` has a bit of `value` */
	TEST_VALUE, /* argument `arg` is `value`: without a handler it is not trapped, does nothing
		     * and answers `error` */
	TEST_PAIR,  /* the same where argument `arg` + 1 is `value2`, too */
	TEST_MASK,  /* as TEST_VALUE, of the bits `mask` of argument `arg` */
	TEST_ERROR, /* every one does nothing and answers `error` */
};

/* When a call is looked at at all. */
enum call_need {
	NEED_ALWAYS,
	NEED_EXEC,	 /* the policy asks about programs, or labels flow */
	NEED_NET,	 /* the policy asks about endpoints */
	NEED_FLOW,	 /* labels flow */
	NEED_HOSTS,	 /* the policy names hosts */
	NEED_PRIVILEGED, /* callers can change their rights */
	NEED_GUARD,	 /* the policy has the guard `guard` */
	CALL_NEEDS,
};

/* A call may stand in the table several times, with several tests; one row has its handler. */
struct call {
	int nr;
	const char *name;
	u8 need;
	u8 test;
	u8 arg;
	u8 guard;
	u32 value;
	u32 value2;
	u32 mask;
	u16 error; /* 0: it answers 0 */
	long (*handle)(struct act *act);
};

extern const struct call calls[];
extern const u32 n_calls;

/* The call of a number that was trapped; NULL if there is none. */
const struct call *call_find(int nr);
/* Whether the policy that is loaded concerns it. */
bool call_is_looked_at(const struct call *call);

/* All that a policy wants to hear of: a bit for each need, for opens that only read, and for each
 * guard. */
#define WANTS(need) (1ull << (need))
#define WANTS_READS WANTS(CALL_NEEDS)
#define WANTS_GUARD(guard) (1ull << (32 + (guard)))
u64 calls_wanted(const struct rein_image *image);

#endif
