// SPDX-License-Identifier: Apache-2.0
/*
 * The walk. `self` and `thread-self` of /proc are read as the caller's; a magic link (an entry of
 * /proc/PID/fd, cwd, root, exe) is jumped through only once we stand in the folder of the process
 * that the caller meant.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "files/own-proc.h"
#include "files/walk.h"

#define PROC_ROOT_INODE 1
#define STEPS_MAX 4096

struct walking {
	struct act *act;
	const struct start *start;
	int at; /* where we stand */
	u32 links;
	u32 how;
	char rest[2 * REIN_PATH_MAX + 2]; /* what is left to walk */
	char name[NAME_MAX + 1];	  /* the component that is taken */
	bool last;
	bool folder; /* slashes stand behind the last component */
};

static void stand(struct walking *w, int fd)
{
	if (w->at >= 0 && w->at != w->start->folder)
		close(w->at);
	w->at = fd;
}

static int root_of(struct walking *w)
{
	int fd = w->start->rooted ? dup(w->start->folder)
				  : open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* Takes the next component into `name`. false: none is left. */
static bool take(struct walking *w)
{
	char *from = w->rest + strspn(w->rest, "/");
	size_t len = strcspn(from, "/");
	size_t slashes = strspn(from + len, "/");

	if (!len)
		return false;
	if (len > NAME_MAX) {
		w->name[0] = '\0';
	} else {
		memcpy(w->name, from, len);
		w->name[len] = '\0';
	}
	w->last = from[len + slashes] == '\0';
	w->folder = w->last && slashes;
	memmove(w->rest, from + len + slashes, strlen(from + len + slashes) + 1);
	return true;
}

static bool is_proc(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

static bool is_proc_root(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_ino == PROC_ROOT_INODE;
}

/* What the link `name` says to the caller; 0: it is a magic one. -errno. */
static long link_text(struct walking *w, int link, char *out, size_t size)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_MAGICLINKS };
	pid_t pid = w->act->proc->pid;
	long fd;

	if (is_proc(link)) {
		if (is_proc_root(w->at) && !strcmp(w->name, "self"))
			return snprintf(out, size, "%d", pid);
		if (is_proc_root(w->at) && !strcmp(w->name, "thread-self"))
			return snprintf(out, size, "%d/task/%d", pid, w->act->thread->tid);
		fd = syscall(SYS_openat2, w->at, w->name, &how, sizeof(how));
		if (fd < 0 && errno == ELOOP)
			return 0;
		if (fd >= 0)
			close((int)fd);
	}
	fd = readlinkat(link, "", out, size);
	return fd < 0 ? -errno : fd >= (long)size ? -ENAMETOOLONG : fd;
}

/* Puts the text of a link before what is left to walk. */
static int splice_text(struct walking *w, const char *text, size_t len)
{
	size_t rest = strlen(w->rest);

	if (len + 1 + rest >= sizeof(w->rest))
		return -ENAMETOOLONG;
	memmove(w->rest + len + 1, w->rest, rest + 1);
	memcpy(w->rest, text, len);
	w->rest[len] = '/';
	if (!rest && !w->folder)
		w->rest[len] = '\0';
	if (text[0] == '/') {
		int root = root_of(w);

		if (root < 0)
			return root;
		stand(w, root);
	}
	return 0;
}

/* Stands at a link: follows it. 1: a magic link, `link` is to be replaced by what it leads to. */
static int follow_link(struct walking *w, int link)
{
	char text[REIN_PATH_MAX];
	long len;

	if (++w->links > SYMLINKS_MAX)
		return -ELOOP;
	len = link_text(w, link, text, sizeof(text));
	if (len < 0)
		return (int)len;
	return len == 0 ? 1 : splice_text(w, text, (size_t)len);
}

/* Our own links lead to our own descriptors. */
static bool is_own_folder(struct walking *w)
{
	struct file_facts facts;

	return file_facts(w->at, &facts) || own_proc(w->act, w->at, &facts) != OWN_NOT;
}

static int end_at(struct walking *w, struct walked *walked, int object, bool jumped)
{
	struct act *act = w->act;

	walked->object = object;
	walked->name = act_copy(act, w->name, (u32)strlen(w->name));
	if (jumped) {
		stand(w, -1);
	} else {
		walked->folder = w->at;
		w->at = -1;
		if (walked->folder != w->start->folder && act_holds(act, walked->folder) < 0)
			return -EMFILE;
	}
	if (!walked->name)
		return -ENAMETOOLONG;
	if (object < 0)
		return -ENOENT;
	return act_holds(act, object) < 0 ? -EMFILE : 0;
}

/* One component. 0: go on; 1: the walk has ended in *walked; -errno. */
static int step(struct walking *w, struct walked *walked)
{
	struct stat st;
	bool jumped = false;
	int fd;
	int error;

	if (!w->name[0])
		return -ENAMETOOLONG;
	fd = openat(w->at, w->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && w->last)
		return end_at(w, walked, -1, false);
	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode) && (!w->last || w->how & WALK_FOLLOW || w->folder)) {
		error = follow_link(w, fd);
		close(fd);
		if (error <= 0)
			return error;
		if (w->how & WALK_NO_MAGIC)
			return -ELOOP;
		if (is_own_folder(w))
			return -EACCES;
		fd = openat(w->at, w->name, O_PATH | O_CLOEXEC);
		if (fd < 0 || fstat(fd, &st) < 0)
			return -errno;
		jumped = true;
	}
	if ((!w->last || w->folder) && !S_ISDIR(st.st_mode)) {
		close(fd);
		return -ENOTDIR;
	}
	if (w->last) {
		error = end_at(w, walked, fd, jumped);
		return error ? error : 1;
	}
	stand(w, fd);
	return 0;
}

int walk(struct act *act, const struct start *start, const char *path, u32 how,
	 struct walked *walked)
{
	struct walking w = { .act = act, .start = start, .how = how };
	int result = 0;

	*walked = (struct walked){ .object = -1, .folder = -1 };
	w.at = path[0] == '/' ? root_of(&w) : start->folder;
	if (w.at < 0 && w.at != AT_FDCWD)
		return w.at;
	if (strlen(path) >= REIN_PATH_MAX)
		return -ENAMETOOLONG;
	strcpy(w.rest, path);
	for (u32 i = 0; i < STEPS_MAX && result == 0; i++) {
		if (!take(&w)) { /* the path was `/` */
			w.name[0] = '.';
			w.name[1] = '\0';
			w.last = true;
		}
		result = step(&w, walked);
	}
	if (w.at >= 0)
		stand(&w, -1);
	return result == 1 ? 0 : result == 0 ? -ELOOP : result;
}
