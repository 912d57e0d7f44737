// SPDX-License-Identifier: Apache-2.0
/*
 * What the filter traps, for the policies that make it differ.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "base/compat.h"
#include "link/calls.h"
#include "link/filter.h"
#include "tests/image-builder.h"
#include "tests/supervisor/filter-sim.h"
#include "tests/test.h"

#define TRAP SECCOMP_RET_USER_NOTIF
#define ALLOW SECCOMP_RET_ALLOW
#define FAILS(error) (SECCOMP_RET_ERRNO | (error))
#define ALL_GUARDS ((1u << REIN_GUARDS) - 1)
#define STEPS_MAX 64

static struct sock_fprog program;

/* A policy that asks about `ops`, its blob to be freed. */
static void *open_policy(struct rein_image *image, u16 ops, u32 flags, u32 guards)
{
	struct builder builder;
	void *blob;
	u64 bytes;

	builder_start(&builder, 3, 0, 64);
	builder.header.flags = flags;
	builder.header.guards = guards;
	builder_rule(&builder, REIN_BLOCK, ops, 0, 0);
	blob = builder_finish(&builder, &bytes);
	CHECK_EQ(rein_image_open(image, blob, bytes), REIN_IMAGE_OK);
	return blob;
}

/* A filter for it. */
static void make(u16 ops, u32 flags, u32 guards)
{
	static void *blob;

	free(blob);
	blob = open_policy(&engine.image, ops, flags, guards);
	engine.pid = 4242;
	program = filter_build();
	CHECK(program.len > 0);
}

static u32 ask(u32 arch, int nr, u64 a, u64 b, u64 c, u64 e)
{
	struct seccomp_data data = { .nr = nr, .arch = arch, .args = { a, b, c, 0, e, 0 } };
	u32 steps;
	u32 answer = filter_run(&program, &data, &steps);

	CHECK(steps < STEPS_MAX);
	return answer;
}

#define ASK(nr, ...) ask_first(nr, (const u64[4]){ __VA_ARGS__ })
static u32 ask_first(int nr, const u64 args[4])
{
	return ask(CALLS_ARCH, nr, args[0], args[1], args[2], args[3]);
}

TEST(filter_reads_only_where_a_rule_asks)
{
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY | O_CLOEXEC, 0), ALLOW);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY | O_TRUNC, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY | O_CREAT, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_WRONLY, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDWR, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_ACCMODE, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_TMPFILE | O_RDWR, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY | O_DIRECTORY, 0), ALLOW);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_PATH | O_RDWR, 0), ALLOW);
	CHECK_EQ(ASK(SYS_openat2, 0, 0, 0, 0), TRAP);
	make(REIN_OP(REIN_READ), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY, 0), TRAP);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_PATH, 0), ALLOW);
	make(REIN_OP(REIN_EXEC), REIN_FLAG_FLOW, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_openat, 0, 0, O_RDONLY, 0), TRAP);
}

TEST(filter_calls_that_need_a_reason)
{
	make(REIN_OP(REIN_WRITE), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_execve, 0), ALLOW);
	CHECK_EQ(ASK(SYS_connect, 0), ALLOW);
	CHECK_EQ(ASK(SYS_sendto, 0, 0, 0, 8), ALLOW);
	CHECK_EQ(ASK(SYS_sendmsg, 0), ALLOW);
	CHECK_EQ(ASK(SYS_recvmsg, 0), ALLOW);
	CHECK_EQ(ASK(SYS_ftruncate, 0), ALLOW);
	CHECK_EQ(ASK(SYS_bind, 0), TRAP);
	CHECK_EQ(ASK(SYS_unlinkat, 0), TRAP);
	make(REIN_OP(REIN_CONNECT), REIN_FLAG_HOST_NAMES, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_connect, 0), TRAP);
	CHECK_EQ(ASK(SYS_sendto, 0, 0, 0, 8), TRAP);
	CHECK_EQ(ASK(SYS_sendto, 0, 0, 0, 1ull << 32), TRAP);
	CHECK_EQ(ASK(SYS_sendto, 0, 0, 0, 0), ALLOW);
	CHECK_EQ(ASK(SYS_recvmsg, 0), TRAP);
	CHECK_EQ(ASK(SYS_socket, 2, 1, 132, 0), FAILS(EPROTONOSUPPORT));
	CHECK_EQ(ASK(SYS_socket, 2, 1, 0, 0), ALLOW);
	CHECK_EQ(ASK(SYS_socket, 2, 5 | O_CLOEXEC, 0, 0), TRAP);
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_execve, 0), TRAP);
	CHECK_EQ(ASK(SYS_execveat, 0), TRAP);
}

TEST(filter_hot_calls_are_not_looked_at)
{
	static const int hot[] = { SYS_read,   SYS_write,    SYS_close,	     SYS_fstat,
				   SYS_mmap,   SYS_mprotect, SYS_futex,	     SYS_brk,
				   SYS_ppoll,  SYS_lseek,    SYS_pread64,    SYS_recvfrom,
				   SYS_getpid, SYS_wait4,    SYS_exit_group, SYS_epoll_pwait };

	make((1u << REIN_OPS) - 1, REIN_FLAG_FLOW, ALL_GUARDS);
	for (u32 i = 0; i < sizeof(hot) / sizeof(hot[0]); i++)
		CHECK_EQ(ASK(hot[i], ~0ull, ~0ull, ~0ull, ~0ull), ALLOW);
}

TEST(filter_clone_and_its_like)
{
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_clone, SIGCHLD), ALLOW);
	CHECK_EQ(ASK(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_FILES | CLONE_FS), ALLOW);
	CHECK_EQ(ASK(SYS_clone, CLONE_VM | CLONE_FILES | CLONE_FS | SIGCHLD), ALLOW);
	CHECK_EQ(ASK(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_FILES), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_FS), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_clone, CLONE_UNTRACED | SIGCHLD), TRAP);
	CHECK_EQ(ASK(SYS_clone, CLONE_NEWUSER | SIGCHLD), TRAP);
	CHECK_EQ(ASK(SYS_clone3, 0), FAILS(ENOSYS));
	CHECK_EQ(ASK(SYS_unshare, CLONE_NEWNET), TRAP);
	CHECK_EQ(ASK(SYS_unshare, 0), ALLOW);
	CHECK_EQ(ASK(SYS_prctl, PR_SET_DUMPABLE, 0), FAILS(0));
	CHECK_EQ(ASK(SYS_prctl, PR_SET_DUMPABLE, 1), ALLOW);
	CHECK_EQ(ASK(SYS_prctl, PR_SET_NAME, 0), ALLOW);
	CHECK_EQ(ASK(SYS_fcntl, 0, F_SETSIG, SIGKILL), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_fcntl, 0, F_SETSIG, SIGSTOP), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_fcntl, 0, F_SETSIG, SIGIO), ALLOW);
	CHECK_EQ(ASK(SYS_fcntl, 0, F_GETFL, SIGKILL), ALLOW);
	CHECK_EQ(ASK(SYS_fcntl, 0, F_SETOWN, 1), TRAP);
	CHECK_EQ(ASK(SYS_fcntl, 0, F_SETOWN_EX, 1), TRAP);
	CHECK_EQ(ASK(SYS_fcntl, 0, F_GETOWN), ALLOW);
	CHECK_EQ(ASK(SYS_ioctl, 0, FIOSETOWN, 0), TRAP);
	CHECK_EQ(ASK(SYS_ioctl, 0, SIOCSPGRP, 0), TRAP);
	CHECK_EQ(ASK(SYS_acct, 0), TRAP);
	CHECK_EQ(ASK(SYS_swapon, 0), TRAP);
	CHECK_EQ(ASK(SYS_ioctl, 0, TIOCSTI, 0), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_ioctl, 0, 1ull << 32 | TIOCSTI, 0), FAILS(EPERM));
	CHECK_EQ(ASK(SYS_ioctl, 0, TIOCGWINSZ, 0), ALLOW);
}

TEST(filter_asks_whom_a_process_reaches_out_to)
{
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_tgkill, 4242, 1, 9), TRAP);
	CHECK_EQ(ASK(SYS_kill, 1, 9), TRAP);
	CHECK_EQ(ASK(SYS_setpriority, 0, 4242), TRAP);
	CHECK_EQ(ASK(SYS_setpriority, 0, 0), ALLOW);
	CHECK_EQ(ASK(SYS_setpriority, 1, 0), TRAP);
	CHECK_EQ(ASK(SYS_setpriority, 2, 0), TRAP);
	CHECK_EQ(ASK(SYS_ioprio_set, 1, 0), ALLOW);
	CHECK_EQ(ASK(SYS_ioprio_set, 3, 0), TRAP);
	CHECK_EQ(ASK(SYS_prlimit64, 0), ALLOW);
}

TEST(filter_guards_can_be_allowed)
{
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ASK(SYS_ptrace, 0), TRAP);
	CHECK_EQ(ASK(SYS_io_uring_setup, 0), TRAP);
	CHECK_EQ(ASK(SYS_mount, 0), TRAP);
	make(REIN_OP(REIN_EXEC), 0, 0);
	CHECK_EQ(ASK(SYS_ptrace, 0), ALLOW);
	CHECK_EQ(ASK(SYS_io_uring_setup, 0), ALLOW);
	CHECK_EQ(ASK(SYS_mount, 0), ALLOW);
	CHECK_EQ(ASK(SYS_kill, 1, 9), ALLOW);
	CHECK_EQ(ASK(SYS_clone, CLONE_UNTRACED), TRAP); /* this one never */
	CHECK_EQ(ask(AUDIT_ARCH_I386, 5, 0, 0, 0, 0), ALLOW);
}

TEST(filter_other_calls_than_its_own)
{
	make(REIN_OP(REIN_EXEC), 0, ALL_GUARDS);
	CHECK_EQ(ask(AUDIT_ARCH_I386, 5, 0, 0, 0, 0), TRAP);
	CHECK_EQ(ask(AUDIT_ARCH_I386, 1, 0, 0, 0, 0), TRAP);
#ifdef __x86_64__
	CHECK_EQ(ASK(0x40000000 | 2, 0), TRAP);
#endif
	CHECK_EQ(ASK(NEWEST_CALL, 0), FAILS(ENOSYS)); /* file_setattr: refused by the table */
	CHECK_EQ(ASK(NEWEST_CALL + 1, 0), FAILS(ENOSYS));
	CHECK_EQ(ASK(999999, 0), FAILS(ENOSYS));
}

/* Every row of the table is found, by the filter and by its number. */
TEST(filter_finds_every_call_of_the_table)
{
	make((1u << REIN_OPS) - 1, REIN_FLAG_FLOW | REIN_FLAG_HOST_NAMES, ALL_GUARDS);
	for (u32 i = 0; i < n_calls; i++) {
		if (!calls[i].handle)
			continue;
		CHECK(call_find(calls[i].nr) && call_find(calls[i].nr)->handle);
		if (calls[i].test == TEST_NONE && call_is_looked_at(&calls[i]))
			CHECK_EQ(ASK(calls[i].nr, 0), TRAP);
	}
}

static void lacks(u16 ops, u32 flags, u32 guards, const char *phrase)
{
	struct rein_image next;
	void *blob = open_policy(&next, ops, flags, guards);
	const char *said = filter_lacks(&next);

	CHECK(phrase ? said && !strcmp(said, phrase) : !said);
	free(blob);
}

/* What a policy needs that takes the place of the one that the filter was made for. */
TEST(filter_says_what_it_does_not_hand_over)
{
	make(REIN_OP(REIN_WRITE), 0, 1u << REIN_GUARD_PTRACE);
	lacks(REIN_OP(REIN_WRITE), 0, 0, NULL);
	lacks(REIN_OP(REIN_UNLINK), 0, 1u << REIN_GUARD_PTRACE, NULL);
	lacks(REIN_OP(REIN_EXEC), 0, 0, "asks nothing about `exec`");
	lacks(REIN_OP(REIN_READ), 0, 0, "asks nothing about `read`");
	lacks(REIN_OP(REIN_RECV), 0, 0, "asks nothing about `connect` and `recv`");
	lacks(REIN_OP(REIN_WRITE), REIN_FLAG_HOST_NAMES, 0,
	      "asks nothing about `connect` and `recv`");
	lacks(REIN_OP(REIN_WRITE), REIN_FLAG_FLOW, 0, "has no `source` of labels");
	lacks(REIN_OP(REIN_WRITE), 0, 1u << REIN_GUARD_MOUNT, "has no guard `mount`");
	make((1u << REIN_OPS) - 1, REIN_FLAG_FLOW | REIN_FLAG_HOST_NAMES, ALL_GUARDS);
	lacks((1u << REIN_OPS) - 1, REIN_FLAG_FLOW | REIN_FLAG_HOST_NAMES, ALL_GUARDS, NULL);
}

/* A ring that was made meanwhile goes on by itself; what was written meanwhile has no label. */
TEST(filter_cannot_take_back_what_was_let_go)
{
	struct rein_image first;
	struct rein_image less;
	void *blob;

	make(REIN_OP(REIN_READ), REIN_FLAG_FLOW, ALL_GUARDS);
	first = engine.image;
	blob = open_policy(&less, REIN_OP(REIN_WRITE), 0,
			   ALL_GUARDS & ~(1u << REIN_GUARD_IO_URING));
	CHECK(!filter_lacks(&less));
	engine.image = less;
	lacks(REIN_OP(REIN_READ), 0, 0, NULL);
	lacks(REIN_OP(REIN_READ), 0, 1u << REIN_GUARD_PTRACE, NULL);
	lacks(REIN_OP(REIN_READ), 0, 1u << REIN_GUARD_IO_URING, "has no guard `io_uring`");
	lacks(REIN_OP(REIN_READ), REIN_FLAG_FLOW, 0, "has no `source` of labels");
	engine.image = first;
	free(blob);
}
