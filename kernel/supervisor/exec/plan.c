// SPDX-License-Identifier: Apache-2.0
/*
 * Copying argv. Where the strings stand one behind the other they are read in windows; a shell has
 * them all over its memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "exec/plan.h"
#include "files/memory.h"

#define WINDOW 16384
#define FIRST_WINDOW 1024 /* most strings, and most command lines, are shorter */
#define POINTERS 256
#define FIRST_POINTERS 32
#define ARGS_MAX (1024 * 1024) /* far more than fit: empty strings, then */

struct reading {
	const struct act *act;
	u64 at;	   /* what the window shows */
	u32 bytes; /* of it */
	char window[WINDOW];
	char argv[REIN_ARGV_MAX];
	u32 used;
	bool truncated;
};

static struct reading reading;

/* Appends the string at `at` and its NUL. */
static int read_string(u64 at)
{
	while (true) {
		const char *from;
		const char *end;
		u32 left;
		u32 len;

		if (at < reading.at || at >= reading.at + reading.bytes) {
			bool goes_on = at == reading.at + reading.bytes;
			u32 look = goes_on ? WINDOW : FIRST_WINDOW;
			long got = memory_some(reading.act, at, reading.window, look);

			if (got < 0)
				return (int)got;
			reading.at = at;
			reading.bytes = (u32)got;
		}
		from = reading.window + (at - reading.at);
		left = reading.bytes - (u32)(at - reading.at);
		end = memchr(from, '\0', left);
		len = end ? (u32)(end - from) + 1 : left;
		if (len > REIN_ARGV_MAX - reading.used) {
			len = REIN_ARGV_MAX - reading.used;
			reading.truncated = true;
		}
		memcpy(reading.argv + reading.used, from, len);
		reading.used += len;
		if (end || reading.truncated)
			return 0;
		at += len;
	}
}

static int read_strings(u64 pointer)
{
	u64 pointers[POINTERS];
	u32 look = FIRST_POINTERS;

	for (u32 i = 0; i < ARGS_MAX && !reading.truncated;) {
		long got = memory_some(reading.act, pointer + 8ull * i, pointers, look * 8);
		u32 n = got < 0 ? 0 : (u32)got / 8;

		if (!n)
			return -EFAULT;
		look = POINTERS;
		for (u32 k = 0; k < n && !reading.truncated; k++, i++) {
			int error = pointers[k] ? read_string(pointers[k]) : 1;

			if (error)
				return error < 0 ? error : 0;
		}
	}
	return 0;
}

int plan_take(struct act *act, u64 pointer)
{
	struct plan *plan;
	int error;

	reading.act = act;
	reading.bytes = reading.used = 0;
	reading.truncated = false;
	reading.at = 0;
	error = pointer ? read_strings(pointer) : 0;
	if (error)
		return error;
	if (!reading.used) /* the kernel puts an empty argv[0] in */
		reading.argv[reading.used++] = '\0';
	plan = malloc(sizeof(*plan) + reading.used);
	if (!plan)
		return -ENOMEM;
	memset(plan, 0, sizeof(*plan));
	plan->argv_bytes = reading.used;
	plan->truncated = reading.truncated;
	memcpy(plan->argv, reading.argv, reading.used);
	act->data = plan;
	act->event.args = (struct rein_bytes){ (u8 *)plan->argv, plan->argv_bytes };
	act->event.args_truncated = plan->truncated;
	return 0;
}

bool plan_is_line(const struct plan *plan, const char *line, u32 bytes)
{
	u32 rest = plan->argv_bytes - plan->skip_bytes;

	if (bytes < plan->head_bytes || memcmp(line, plan->head, plan->head_bytes))
		return false;
	line += plan->head_bytes;
	bytes -= plan->head_bytes;
	if (!plan->truncated && bytes != rest)
		return false;
	return !memcmp(line, plan->argv + plan->skip_bytes, bytes < rest ? bytes : rest);
}
