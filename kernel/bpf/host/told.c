// SPDX-License-Identifier: Apache-2.0
/*
 * A small table, looked through from end to end: records are rare.
 */
#include "told.h"

#define TOLD_MAX 256

static struct {
	pid_t pid;
	u64 used;
	struct told_before before;
} told[TOLD_MAX];

struct told_before *told_of(pid_t pid)
{
	static u64 now;
	u32 oldest = 0;

	for (u32 i = 0; i < TOLD_MAX; i++) {
		if (told[i].pid == pid) {
			told[i].used = ++now;
			return &told[i].before;
		}
		if (told[i].used < told[oldest].used)
			oldest = i;
	}
	told[oldest].pid = pid;
	told[oldest].used = ++now;
	told[oldest].before = (struct told_before){ 0 };
	return &told[oldest].before;
}
