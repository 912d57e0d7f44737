// SPDX-License-Identifier: Apache-2.0
/*
 * Paths are resolved by the kernel in one openat2, with RESOLVE_NO_MAGICLINKS: /proc/self/fd/3 or
 * /dev/stdin would otherwise mean our own descriptors. Paths that need such a link, and those that
 * end in our own /proc by way of /proc/self, are walked again as the caller.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "files/exact.h"
#include "files/memory.h"
#include "files/own-proc.h"
#include "files/real-name.h"
#include "files/resolve.h"
#include "files/walk.h"
#include "guard/views.h"

const char *resolve_argument(struct act *act, u64 pointer, int *error)
{
	char *at = act_text(act, REIN_PATH_MAX);
	long len;

	if (!at) {
		*error = -ENAMETOOLONG;
		return NULL;
	}
	len = memory_string(act, pointer, at, REIN_PATH_MAX);
	if (len < 0) {
		*error = (int)len;
		return NULL;
	}
	act->text_used -= REIN_PATH_MAX - (u32)len - 1;
	return at;
}

static int open_link(struct act *act, const char *what, int fd)
{
	char path[64];
	int folder;

	if (fd < 0)
		snprintf(path, sizeof(path), "/proc/%d/%s", act->thread->tid, what);
	else
		snprintf(path, sizeof(path), "/proc/%d/%s/%d", act->thread->tid, what, fd);
	folder = open(path, O_PATH | O_CLOEXEC);
	return act_holds(act, folder < 0 ? -errno : folder);
}

/* The name of the cached working directory; NULL: it cannot be told. */
static const char *working_name(struct act *act)
{
	struct proc *proc = act->proc;
	struct rein_bytes name;

	if (proc->cwd_name && proc->cwd_known == exact_forgotten())
		return proc->cwd_name;
	free(proc->cwd_name);
	proc->cwd_name = NULL;
	if (real_name(act, proc->cwd, &name) == 0 && name.at[0] == '/') {
		proc->cwd_name = strdup((const char *)name.at);
		proc->cwd_known = exact_forgotten();
	}
	return proc->cwd_name;
}

/* Where the caller's relative paths start. A cached answer is ours as long as no thread of the
 * process has called chdir() since: see views.c. */
static int working_folder(struct act *act)
{
	struct proc *proc = act->proc;
	int folder;

	if (proc->cwd >= 0)
		return proc->cwd;
	folder = open_link(act, "cwd", -1);
	if (folder < 0 || proc->shares || proc->moving || proc->other_rights)
		return folder;
	proc->cwd = folder;
	act->n_fds--; /* it is the process's now */
	return folder;
}

/* `folder`/`path`; NULL: it does not fit. */
static const char *joined(struct act *act, const char *folder, const char *path)
{
	size_t len = strlen(folder);
	size_t rest = strlen(path) + 1;
	char *at = NULL;

	if (len > 1 && len + rest < REIN_PATH_MAX)
		at = act_text(act, (u32)(len + 1 + rest));
	if (!at)
		return NULL;
	memcpy(at, folder, len);
	at[len] = '/';
	memcpy(at + len + 1, path, rest);
	return at;
}

static void put_absolute(struct act *act, const char *path, struct start *start)
{
	const char *folder;

	start->absolute = path;
	if (path[0] != '/') {
		bool cached = act->proc->cwd >= 0 && start->folder == act->proc->cwd;

		folder = cached ? working_name(act) : NULL;
		start->absolute = folder ? joined(act, folder, path) : NULL;
	}
	if (start->absolute)
		start->print = exact_print(start->absolute);
}

int resolve_start(struct act *act, int dirfd, const char *path, struct start *start)
{
	int error = 0;

	*start = (struct start){ .folder = AT_FDCWD };
	if (act->proc->other_rights && views_differ_in_root(act)) {
		start->rooted = true;
		if (path[0] != '/')
			return resolve_start_confined(act, dirfd, start);
		start->folder = open_link(act, "root", -1);
		start->resolve = RESOLVE_IN_ROOT;
		return start->folder < 0 ? start->folder : 0;
	}
	if (path[0] != '/')
		error = resolve_start_confined(act, dirfd, start);
	if (!error)
		put_absolute(act, path, start);
	return error;
}

int resolve_start_confined(struct act *act, int dirfd, struct start *start)
{
	start->absolute = NULL;
	start->folder = dirfd == AT_FDCWD ? working_folder(act) : open_link(act, "fd", dirfd);
	if (start->folder == -ENOENT && dirfd != AT_FDCWD)
		return -EBADF;
	return start->folder < 0 ? start->folder : 0;
}

static int walk_open(struct act *act, const struct start *start, const char *path, u64 flags,
		     u64 resolve, struct file_facts *facts)
{
	struct walked walked;
	u32 how = (flags & O_NOFOLLOW ? 0 : WALK_FOLLOW) |
		  (resolve & RESOLVE_NO_MAGICLINKS ? WALK_NO_MAGIC : 0);
	int error = walk(act, start, path, how, &walked);

	if (!error)
		error = file_facts(walked.object, facts);
	if (error)
		return error;
	if (own_proc(act, walked.object, facts) == OWN_PRIVATE)
		return -EACCES;
	if (flags & O_PATH)
		return walked.object;
	return act_holds(act, reopen(walked.object, (int)(flags & ~(u64)O_NOFOLLOW), 0));
}

/* Whether a path that failed here fails for the caller in the same way: it has no link in it, so it
 * cannot have led through /proc/self, where we have other entries than the caller. */
static bool is_callers_own(const struct start *start, const char *path)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = start->resolve | RESOLVE_NO_SYMLINKS,
	};
	int fd = (int)syscall(SYS_openat2, start->folder, path, &how, sizeof(how));

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno != ELOOP;
}

int resolve_open(struct act *act, const struct start *start, const char *path, u64 flags,
		 u64 resolve, struct file_facts *facts)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = resolve | start->resolve | RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, start->folder, path, &how, sizeof(how));
	int error;

	if (fd < 0) {
		error = -errno;
		if (resolve || (error != -ELOOP && is_callers_own(start, path)))
			return error;
		return walk_open(act, start, path, flags, resolve, facts);
	}
	fd = act_holds(act, fd);
	if (fd < 0)
		return fd;
	error = file_facts(fd, facts);
	if (error)
		return error;
	switch (own_proc(act, fd, facts)) {
	case OWN_NOT:
		return fd;
	case OWN_PUBLIC:
	case OWN_PRIVATE:
		break;
	}
	/* How else the path is confined the walk does not know. */
	if (resolve & ~(u64)RESOLVE_NO_MAGICLINKS)
		return -EACCES;
	return walk_open(act, start, path, flags, resolve, facts);
}

int resolve_exact(const struct start *start, const char *path)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
	int fd = -ELOOP;

	if (exact_may_be(start->absolute, start->print))
		fd = (int)syscall(SYS_openat2, start->folder, path, &how, sizeof(how));
	return fd == -1 ? -errno : fd;
}

/* A path that has no link in it and is its file's own name, as most are that programs compute.
 * -EAGAIN: it is to be looked at closer. */
static int open_exact(struct act *act, const struct start *start, const char *path, u64 flags,
		      struct file_facts *facts, struct rein_bytes *name)
{
	struct open_how how = { .flags = flags | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
	int error;
	int fd;

	if (!exact_may_be(start->absolute, start->print))
		return -EAGAIN;
	fd = (int)syscall(SYS_openat2, start->folder, path, &how, sizeof(how));
	if (fd < 0 && errno == ELOOP)
		exact_learn_link(start->print);
	if (fd < 0)
		return errno == ELOOP ? -EAGAIN : -errno;
	fd = act_holds(act, fd);
	error = fd < 0 ? fd : file_facts(fd, facts);
	if (error)
		return error;
	*name = bytes_of(start->absolute);
	if (exact_is_name(start->print, &facts->id))
		return fd;
	if (is_on_proc(fd, facts))
		return -EAGAIN;
	error = real_name(act, fd, name);
	if (error)
		return error;
	exact_learn(start->absolute, start->print, facts, (const char *)name->at, false);
	return fd;
}

/* A path with links in it, or one that is not known to have none. */
static int open_linked(struct act *act, const struct start *start, const char *path, u64 flags,
		       u64 resolve, struct file_facts *facts, struct rein_bytes *name)
{
	int fd = resolve_open(act, start, path, flags, resolve, facts);
	bool learns = start->absolute;
	const char *known;
	int error;

	if (fd < 0)
		return fd;
	known = learns ? exact_name(start->print, &facts->id) : NULL;
	if (known) {
		/* Copied, since it may be forgotten while the act waits. */
		known = act_copy(act, known, (u32)strlen(known));
		*name = bytes_of(known ? known : "");
		return known ? fd : -ENAMETOOLONG;
	}
	error = real_name(act, fd, name);
	if (error)
		return error;
	/* Names of /proc mean another thing to each. */
	if (learns && !is_on_proc(fd, facts))
		exact_learn(start->absolute, start->print, facts, (const char *)name->at, true);
	return fd;
}

int resolve_named(struct act *act, const struct start *start, const char *path, u64 flags,
		  u64 resolve, struct file_facts *facts, struct rein_bytes *name)
{
	int fd = -EAGAIN;

	if (start->absolute && !resolve)
		fd = open_exact(act, start, path, flags, facts, name);
	if (fd != -EAGAIN)
		return fd;
	return open_linked(act, start, path, flags, resolve, facts, name);
}

const char resolve_root[] = ".";

/* Splits a path before its last component; slashes behind that stay with it. */
static u32 last_at(const char *path, u32 len)
{
	while (len && path[len - 1] == '/')
		len--;
	while (len && path[len - 1] != '/')
		len--;
	return len;
}

int resolve_parent(struct act *act, const struct start *start, const char *path, u64 resolve, u32 i)
{
	u32 len = (u32)strlen(path);
	u32 split = last_at(path, len);
	struct start at = *start;
	struct file_facts facts;
	const char *before;

	if (!len)
		return -ENOENT;
	act->name[i] = path + split;
	act->folder[i] = start->folder;
	act->folder_name[i].len = 0;
	if (!split && path[0] != '/')
		return 0; /* it lies where the path starts */
	if (!split) {	  /* the root itself */
		split = len;
		act->name[i] = resolve_root;
	}
	before = act_copy(act, path, split);
	if (!before)
		return -ENAMETOOLONG;
	/* The slashes behind it would keep it from being its own name. */
	while (split > 1 && before[split - 1] == '/')
		((char *)before)[--split] = '\0';
	if (start->absolute)
		put_absolute(act, before, &at);
	act->folder[i] = resolve_named(act, &at, before, O_PATH | O_DIRECTORY, resolve, &facts,
				       &act->folder_name[i]);
	return act->folder[i] < 0 ? act->folder[i] : 0;
}
