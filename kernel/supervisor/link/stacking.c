// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel says how long we waited to run (/proc/thread-self/schedstat, second number, ns). When
 * it was long between being woken by a call and running, somebody else wants the processor: then we
 * are an ordinary thread for a while, and longer each time that it turns out so.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/proc-text.h"
#include "link/stacking.h"

#define LOOK_EVERY 8 /* turns */
#define WAITED_NS 200000
#define IN_TIME 64
#define FIRST_MS 50
#define LONGEST_MS 8000
#define NICE_ZERO 20	   /* as RLIMIT_NICE counts */
#define FOLLOW_FROM 16	   /* calls in a row from one thread, */
#define FOLLOW_EVERY 64	   /* and how often we look where it is */
#define FIELD_PROCESSOR 37 /* of /proc/TID/stat, counted behind the name */

static int schedstat = -1;
static u32 turns;
static bool looking;
static u64 waited_ns;
static u64 ordinary_until_ms; /* 0: SCHED_IDLE now */
static u64 pause_ms = FIRST_MS;
static u32 in_time; /* looks in a row at which we were woken in time */

static cpu_set_t everywhere;
static bool following;
static pid_t caller;
static u32 in_a_row;

static int be(int policy)
{
	const struct sched_param none = { 0 };

	return sched_setscheduler(0, policy | SCHED_RESET_ON_FORK, &none);
}

static u64 read_waited(void)
{
	char text[96];
	ssize_t len = pread(schedstat, text, sizeof(text) - 1, 0);
	char *at;

	if (len <= 0)
		return waited_ns;
	text[len] = '\0';
	strtoull(text, &at, 10); /* how long we ran */
	return strtoull(at, NULL, 10);
}

/* Who may not raise a thread's priority may not leave SCHED_IDLE again. */
static bool may_come_back(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };
	struct rlimit nice = { 0 };

	syscall(SYS_capget, &header, data);
	getrlimit(RLIMIT_NICE, &nice);
	return data[0].effective >> CAP_SYS_NICE & 1 || nice.rlim_cur >= NICE_ZERO;
}

void stacking_start(void)
{
	if (!may_come_back() || sched_getaffinity(0, sizeof(everywhere), &everywhere) < 0)
		return;
	schedstat = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	if (schedstat >= 0)
		be(SCHED_IDLE);
}

void stacking_leave(void)
{
	if (following)
		sched_setaffinity(0, sizeof(everywhere), &everywhere);
	following = false;
	in_a_row = 0;
}

/* Where the thread is, or was when it went to sleep. -1: it cannot be told. */
static int processor_of(pid_t tid)
{
	char stat[1024];
	const char *at;

	proc_text(tid, "stat", stat, sizeof(stat));
	at = strrchr(stat, ')');
	for (u32 i = 0; at && i < FIELD_PROCESSOR; i++)
		at = strchr(at + 1, ' ');
	return at ? atoi(at) : -1;
}

static void follow(pid_t tid)
{
	int processor = processor_of(tid);
	cpu_set_t there;

	if (processor < 0 || processor >= CPU_SETSIZE || !CPU_ISSET(processor, &everywhere))
		return;
	CPU_ZERO(&there);
	CPU_SET(processor, &there);
	following = sched_setaffinity(0, sizeof(there), &there) == 0;
}

void stacking_serves(pid_t tid)
{
	if (schedstat < 0 || ordinary_until_ms)
		return;
	if (tid != caller) {
		stacking_leave();
		caller = tid;
		return;
	}
	if (++in_a_row % FOLLOW_EVERY == FOLLOW_FROM)
		follow(tid);
}

void stacking_sleeps(void)
{
	looking = schedstat >= 0 && !ordinary_until_ms && ++turns % LOOK_EVERY == 0;
	if (looking)
		waited_ns = read_waited();
}

void stacking_woke(void)
{
	if (ordinary_until_ms && clock_ms() >= ordinary_until_ms) {
		ordinary_until_ms = 0;
		in_time = 0;
		be(SCHED_IDLE);
	}
	if (!looking)
		return;
	if (read_waited() - waited_ns < WAITED_NS) {
		if (++in_time == IN_TIME)
			pause_ms = FIRST_MS;
		return;
	}
	be(SCHED_OTHER);
	stacking_leave();
	ordinary_until_ms = clock_ms() + pause_ms;
	pause_ms = 2 * pause_ms < LONGEST_MS ? 2 * pause_ms : LONGEST_MS;
}
