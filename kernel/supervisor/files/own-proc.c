// SPDX-License-Identifier: Apache-2.0
/*
 * A caller may name our folder in /proc in two ways: as /proc/self, when it means its own, and by
 * number, when it means ours. Either way what comes of it is not for the caller.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files/own-proc.h"
#include "files/real-name.h"

static const char *const public[] = { "", "stat", "statm", "status", "cmdline", "comm", "cgroup" };

/* Our own number, or that of one of our threads: /proc knows those by name too. */
static bool is_ours(long number)
{
	return number == engine.pid ||
	       (number > 0 && syscall(SYS_tgkill, engine.pid, (pid_t)number, 0) == 0);
}

/* The rest of a name behind the folder of our process; NULL when it is not in there. /proc may be
 * mounted anywhere, so the number may stand anywhere. */
static const char *inside(struct rein_bytes name)
{
	const char *at = (const char *)name.at;

	while ((at = strchr(at, '/'))) {
		char *end;
		long number = strtol(++at, &end, 10);

		if (end > at && (*end == '/' || *end == '\0') && is_ours(number))
			return *end ? end + 1 : end;
	}
	return NULL;
}

enum own_proc own_proc(struct act *act, int fd, const struct file_facts *facts)
{
	u32 text_used = act->text_used;
	struct rein_bytes name;
	const char *rest;

	if (facts->id.dev != engine.proc_dev)
		return OWN_NOT;
	if (real_name(act, fd, &name))
		return OWN_PRIVATE;
	act->text_used = text_used;
	rest = inside(name);
	if (!rest)
		return OWN_NOT;
	for (u32 i = 0; i < sizeof(public) / sizeof(public[0]); i++) {
		if (!strcmp(rest, public[i]))
			return OWN_PUBLIC;
	}
	return OWN_PRIVATE;
}

bool is_proc_memory(struct rein_bytes name)
{
	static const char end[] = "/mem";
	u32 len = sizeof(end) - 1;
	u32 at = 0;

	if (name.len < len || memcmp(name.at + name.len - len, end, len))
		return false;
	/* /proc/1/mem, /proc/1/task/1/mem, /other/proc/1/mem */
	for (at = name.len - len; at && name.at[at - 1] >= '0' && name.at[at - 1] <= '9';)
		at--;
	return at < name.len - len && at && name.at[at - 1] == '/';
}
