// SPDX-License-Identifier: Apache-2.0
/*
 * The entries of /proc/PID/fd say by their own mode how each was opened, and lead to what it is.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "flow/holders.h"

static struct file_id *collected;
static u32 n_collected;
static u32 room;

/* The descriptor itself: following the entry leads to what is open, not to a name. */
static bool look(int folder, const char *entry, struct holding *holding)
{
	struct stat link;
	struct statx st;

	if (fstatat(folder, entry, &link, AT_SYMLINK_NOFOLLOW) < 0 ||
	    statx(folder, entry, AT_STATX_DONT_SYNC, STATX_BASIC_STATS | STATX_BTIME, &st) < 0)
		return false;
	*holding = (struct holding){
		.fd = atoi(entry),
		.id = { .dev = makedev(st.stx_dev_major, st.stx_dev_minor), .ino = st.stx_ino },
		.mode = st.stx_mode,
		.links = st.stx_nlink,
		.reads = link.st_mode & S_IRUSR,
		.writes = link.st_mode & S_IWUSR,
	};
	if (st.stx_mask & STATX_BTIME)
		holding->id.born = (u64)st.stx_btime.tv_sec * 1000000000u + st.stx_btime.tv_nsec;
	return true;
}

void holdings_each(struct proc *proc, void (*visit)(const struct holding *holding, void *ctx),
		   void *ctx)
{
	char path[32];
	struct dirent *entry;
	struct holding holding;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/fd", proc->pid);
	folder = opendir(path);
	if (!folder) {
		/* What cannot be looked at may hold anything: labels would stop there. */
		if (errno != ENOENT && errno != ESRCH)
			kill(proc->pid, SIGKILL);
		return;
	}
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] != '.' && look(dirfd(folder), entry->d_name, &holding))
			visit(&holding, ctx);
	}
	closedir(folder);
}

static void collect(const struct holding *holding, void *ctx)
{
	bool *complete = ctx;

	if (!S_ISREG(holding->mode) || holding->links)
		return;
	if (n_collected == room) {
		u32 more = room ? 2 * room : 64;
		struct file_id *at = realloc(collected, more * sizeof(*at));

		if (!at) {
			*complete = false;
			return;
		}
		collected = at;
		room = more;
	}
	collected[n_collected++] = holding->id;
}

static bool collect_of(struct proc *proc, void *ctx)
{
	holdings_each(proc, collect, ctx);
	return true;
}

bool holders_collect(void)
{
	bool complete = true;

	n_collected = 0;
	procs_each(collect_of, &complete);
	return complete;
}

bool holders_have(const struct file_id *id)
{
	for (u32 i = 0; i < n_collected; i++) {
		if (file_same(&collected[i], id))
			return true;
	}
	return false;
}
