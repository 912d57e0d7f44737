// SPDX-License-Identifier: Apache-2.0
/*
 * A caller may name our folder in /proc in two ways: as /proc/self, when it means its own, and by
 * number, when it means ours. Either way what comes of it is not for the caller.
 */
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "files/own-proc.h"
#include "files/real-name.h"

static const char *const public[] = { "", "stat", "statm", "status", "cmdline", "comm", "cgroup" };

/* The process's number, or that of one of its threads: /proc knows those by name too. */
static bool is_of(pid_t pid, long number)
{
	return number == pid || (number > 0 && syscall(SYS_tgkill, pid, (pid_t)number, 0) == 0);
}

/* Whether numbers in the /proc whose path is `len` bytes long are those that we go by. One of an
 * outer pid namespace, as containers are given it, has others for the same processes. */
static bool numbers_are_ours(const char *path, size_t len)
{
	char link[REIN_PATH_MAX];
	char self[16];
	ssize_t got;

	if (len + sizeof("self") > sizeof(link))
		return false;
	memcpy(link, path, len);
	strcpy(link + len, "self");
	got = readlink(link, self, sizeof(self) - 1);
	self[got < 0 ? 0 : got] = '\0';
	return atol(self) == engine.pid;
}

/* The rest of a name behind the folder of our process, or of one that may be ours; NULL when it is
 * not in there. /proc may be mounted anywhere, so the number may stand anywhere. */
static const char *inside(struct rein_bytes name, bool is_other_proc)
{
	const char *path = (const char *)name.at;
	const char *at = path;

	while ((at = strchr(at, '/'))) {
		char *end;
		long number = strtol(++at, &end, 10);

		if (end == at || (*end != '/' && *end != '\0'))
			continue;
		if (is_of(engine.pid, number) ||
		    (is_other_proc && !numbers_are_ours(path, (size_t)(at - path))))
			return *end ? end + 1 : end;
	}
	return NULL;
}

/* Each mount of /proc is a device of its own. Its files do not say how long they are, so that of
 * most others nothing needs to be asked. */
bool is_on_proc(int fd, const struct file_facts *facts)
{
	struct statfs fs;

	if (facts->id.dev == engine.proc_dev)
		return true;
	return (!facts->size || S_ISDIR(facts->mode)) && fstatfs(fd, &fs) == 0 &&
	       fs.f_type == PROC_SUPER_MAGIC;
}

enum own_proc own_proc(struct act *act, int fd, const struct file_facts *facts)
{
	u32 text_used = act->text_used;
	struct rein_bytes name;
	const char *rest;

	if (!is_on_proc(fd, facts))
		return OWN_NOT;
	if (real_name(act, fd, &name))
		return OWN_PRIVATE;
	act->text_used = text_used;
	rest = inside(name, facts->id.dev != engine.proc_dev);
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

bool is_memory_of_another(const struct act *act, const struct file_facts *facts,
			  struct rein_bytes name)
{
	static const char proc[] = "/proc/";

	if (!is_proc_memory(name))
		return false;
	return facts->id.dev != engine.proc_dev || strncmp((const char *)name.at, proc, 6) ||
	       !is_of(act->proc->pid, strtol((const char *)name.at + 6, NULL, 10));
}
