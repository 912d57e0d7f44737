// SPDX-License-Identifier: Apache-2.0
/*
 * Layout of the program: the architecture; the number against the newest known one; a binary search
 * over the trapped numbers; and for each of them its tests. Every path that reads no argument is
 * also found by the kernel's own cache, which then skips the filter for that call altogether: that
 * is why numbers are compared before any argument is loaded.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/compat.h"
#include "link/calls.h"
#include "link/filter.h"
#include "tell/guard.h"

#define INSNS_PER_CALL 16 /* at most: its search, its longest test, its return */
#define X32_BIT 0x40000000u
#define BIT_TMPFILE (O_TMPFILE & ~O_DIRECTORY)
#define OPEN_CHANGES (O_ACCMODE | O_CREAT | O_TRUNC | BIT_TMPFILE)

static struct sock_filter code[BPF_MAXINSNS];
static u32 n_code;
static u64 handed_over; /* as calls_wanted() has it */

static u32 emit(u16 op, u32 k, u8 yes, u8 no)
{
	code[n_code] = (struct sock_filter){ op, yes, no, k };
	return n_code++;
}

static void emit_return(u32 action)
{
	emit(BPF_RET | BPF_K, action, 0, 0);
}

/* `if (accumulator OP k)`, with the `then` instructions that follow skipped otherwise. */
static void emit_if(u16 op, u32 k, u8 then)
{
	emit(BPF_JMP | op | BPF_K, k, 0, then);
}

static void emit_load(size_t offset)
{
	emit(BPF_LD | BPF_W | BPF_ABS, (u32)offset, 0, 0);
}

static void emit_load_arg(u8 arg)
{
	emit_load(offsetof(struct seccomp_data, args) + 8u * arg);
}

static void emit_open(u8 arg)
{
	emit_load_arg(arg);
	emit_if(BPF_JSET, O_PATH, 1); /* names a file, opens none */
	emit_return(SECCOMP_RET_ALLOW);
	if (handed_over & WANTS_READS) {
		emit_return(SECCOMP_RET_USER_NOTIF);
		return;
	}
	emit_if(BPF_JSET, OPEN_CHANGES, 1);
	emit_return(SECCOMP_RET_USER_NOTIF);
}

static void emit_pointer(u8 arg)
{
	emit_load_arg(arg);
	emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
	emit_return(SECCOMP_RET_USER_NOTIF);
	emit_load(offsetof(struct seccomp_data, args) + 8u * arg + 4);
	emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
	emit_return(SECCOMP_RET_USER_NOTIF);
}

static void emit_test(const struct call *call)
{
	u32 answer = call->handle ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ERRNO | call->error;

	switch ((enum call_test)call->test) {
	case TEST_NONE:
		emit_return(SECCOMP_RET_USER_NOTIF);
		break;
	case TEST_OPEN:
		emit_open(call->arg);
		break;
	case TEST_POINTER:
		emit_pointer(call->arg);
		break;
	case TEST_BITS:
		emit_load_arg(call->arg);
		emit_if(BPF_JSET, call->value, 1);
		emit_return(SECCOMP_RET_USER_NOTIF);
		break;
	case TEST_VALUE:
		emit_load_arg(call->arg);
		emit_if(BPF_JEQ, call->value, 1);
		emit_return(answer);
		break;
	case TEST_PAIR:
		emit_load_arg(call->arg);
		emit_if(BPF_JEQ, call->value, 3);
		emit_load_arg(call->arg + 1);
		emit_if(BPF_JEQ, call->value2, 1);
		emit_return(answer);
		break;
	case TEST_MASK:
		emit_load_arg(call->arg);
		emit(BPF_ALU | BPF_AND | BPF_K, call->mask, 0, 0);
		emit_if(BPF_JEQ, call->value, 1);
		emit_return(answer);
		break;
	case TEST_ERROR:
		emit_return(answer);
		break;
	}
}

/* All tests of one number; `rows` are sorted, so they stand together. */
static void emit_number(const struct call **rows, u32 n)
{
	u32 at;

	emit_if(BPF_JEQ, (u32)rows[0]->nr, 0);
	at = n_code;
	for (u32 i = 0; i < n; i++)
		emit_test(rows[i]);
	code[at - 1].jf = (u8)(n_code - at); /* some twenty instructions at most */
	emit_return(SECCOMP_RET_ALLOW);
}

static u32 same_number(const struct call **rows, u32 n)
{
	u32 same = 1;

	while (same < n && rows[same]->nr == rows[0]->nr)
		same++;
	return same;
}

/* Binary search: as deep as the logarithm of the table, which is what bounds the recursion. */
static void emit_search(const struct call **rows, u32 n)
{
	u32 half = n / 2;
	u32 jump;

	while (half > 0 && rows[half - 1]->nr == rows[half]->nr)
		half--;
	if (half == 0)
		half = same_number(rows, n);
	if (half == n) {
		emit_number(rows, n);
		return;
	}
	emit_if(BPF_JGE, (u32)rows[half]->nr, 1);
	jump = emit(BPF_JMP | BPF_JA, 0, 0, 0);
	emit_search(rows, half);
	code[jump].k = n_code - jump - 1;
	emit_search(rows + half, n - half);
}

static int by_number(const void *a, const void *b)
{
	const struct call *const *left = a;
	const struct call *const *right = b;

	return (*left)->nr - (*right)->nr;
}

static void emit_foreign(void)
{
	bool guarded = engine_guards(REIN_GUARD_FOREIGN_ABI);

	emit_return(guarded ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ALLOW);
}

struct sock_fprog filter_build(void)
{
	const struct call **rows = calloc(n_calls, sizeof(const struct call *));
	u32 n = 0;

	n_code = 0;
	handed_over = calls_wanted(&engine.image);
	if (!rows || n_calls * INSNS_PER_CALL > BPF_MAXINSNS)
		return (struct sock_fprog){ 0 };
	for (u32 i = 0; i < n_calls; i++) {
		if (call_is_looked_at(&calls[i]))
			rows[n++] = &calls[i];
	}
	qsort(rows, n, sizeof(const struct call *), by_number);

	emit_load(offsetof(struct seccomp_data, arch));
	emit(BPF_JMP | BPF_JEQ | BPF_K, CALLS_ARCH, 1, 0);
	emit_foreign();
	emit_load(offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	emit_if(BPF_JGE, X32_BIT, 1);
	emit_foreign();
#endif
	emit_if(BPF_JGT, NEWEST_CALL, 1);
	emit_return(SECCOMP_RET_ERRNO | ENOSYS);
	emit_search(rows, n);
	free(rows);
	return (struct sock_fprog){ .len = (unsigned short)n_code, .filter = code };
}

const char *filter_lacks(const struct rein_image *image)
{
	/* What was let go once may have left something that acts by itself: a ring of io_uring, a
	 * file without the label of what was written to it. */
	u64 for_good = WANTS(NEED_FLOW) | ((1u << REIN_GUARDS) - 1) * WANTS_GUARD(0);
	u64 known = handed_over & (calls_wanted(&engine.image) | ~for_good);
	u64 lacking = calls_wanted(image) & ~known;
	static char phrase[64];

	if (!lacking)
		return NULL;
	if (lacking & WANTS(NEED_FLOW))
		return "has no `source` of labels";
	if (lacking & WANTS_READS)
		return "asks nothing about `read`";
	if (lacking & WANTS(NEED_EXEC))
		return "asks nothing about `exec`";
	if (lacking & (WANTS(NEED_NET) | WANTS(NEED_HOSTS)))
		return "asks nothing about `connect` and `recv`";
	for (u32 guard = 0; guard < REIN_GUARDS; guard++) {
		if (lacking & WANTS_GUARD(guard))
			snprintf(phrase, sizeof(phrase), "has no guard `%s`", guard_name(guard));
	}
	return phrase;
}

int filter_install(const struct sock_fprog *program)
{
	unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
	long fd;

	/* With it a signal does not break off a call that we have begun to perform. */
	fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		     flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, program);
	if (fd < 0 && errno == EINVAL) /* before 5.19 */
		fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program);
	return fd < 0 ? -errno : (int)fd;
}
