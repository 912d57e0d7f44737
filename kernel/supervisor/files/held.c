// SPDX-License-Identifier: Apache-2.0
/*
 * What is opened is one of the caller's own descriptors, in our hands, and not what the path led
 * to: whatever other threads do to the table of descriptors meanwhile, nothing is opened but what
 * the caller had open with this access when we looked.
 *
 * A regular file is no such thing: opened anew it can be cut, and read from its beginning.
 */
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/major.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "files/held.h"
#include "flow/holders.h"
#include "flow/objects.h"
#include "flow/spread.h"

struct looking {
	struct act *act;
	struct stat wanted;
	bool reads;
	bool writes;
	int found;
};

/* Devices of which each open is a thing of its own (/dev/tty, /dev/ptmx) or that are no terminals,
 * and are opened all the time (/dev/null). */
static bool may_be_terminal(const struct stat *st)
{
	u32 kind = major(st->st_rdev);

	return S_ISCHR(st->st_mode) && kind != MEM_MAJOR && kind != TTYAUX_MAJOR;
}

/* A terminal that was hung up is open in name only: a new open would work again. A FIFO has a name
 * in a folder, which rules are about. */
static bool gives_nothing_new(int fd, mode_t mode)
{
	struct statfs fs;

	if (S_ISCHR(mode))
		return isatty(fd);
	return fstatfs(fd, &fs) == 0 &&
	       (S_ISFIFO(mode) ? fs.f_type == PIPEFS_MAGIC : fs.f_type == SOCKFS_MAGIC);
}

static bool is_open_so(const struct looking *looking, int fd)
{
	int flags = fcntl(fd, F_GETFL);
	int access = flags & O_ACCMODE;
	struct stat st;

	if (flags < 0 || flags & O_PATH || access == O_ACCMODE || fstat(fd, &st) < 0)
		return false;
	return st.st_ino == looking->wanted.st_ino && st.st_dev == looking->wanted.st_dev &&
	       (!looking->reads || access != O_WRONLY) &&
	       (!looking->writes || access != O_RDONLY) && gives_nothing_new(fd, st.st_mode);
}

static void look(const struct holding *holding, void *ctx)
{
	struct looking *looking = ctx;
	int fd;

	if (looking->found >= 0 || holding->id.ino != looking->wanted.st_ino ||
	    (holding->mode ^ looking->wanted.st_mode) & S_IFMT ||
	    (looking->reads && !holding->reads) || (looking->writes && !holding->writes))
		return;
	fd = proc_fd(looking->act->proc, holding->fd);
	if (fd >= 0 && is_open_so(looking, fd))
		looking->found = fd;
	else if (fd >= 0)
		close(fd);
}

/* What flows by having it open has flowed, but into a pipe that was made after a label came. false:
 * what it reads there would be new to it. */
static bool has_flowed(struct act *act, const struct looking *looking)
{
	u64 labels = act->proc->task.labels & engine.image.header->flow_labels;
	struct file_facts facts;

	if (!engine_flows())
		return true;
	if (file_facts(looking->found, &facts))
		return false;
	if (looking->reads &&
	    object_labels(&facts.id) & ~act->proc->task.labels & ~act->proc->task.shield)
		return false;
	if (!looking->writes || !file_carries(&facts.id) || !(labels & ~object_labels(&facts.id)))
		return true;
	if (objects_full())
		return false;
	if (object_add(&facts.id, labels))
		spread_object(&facts.id, (struct rein_bytes){ (const u8 *)"pipe", 4 });
	return true;
}

bool is_held(struct act *act, int fd, u64 flags, int *held)
{
	u64 access = flags & O_ACCMODE;
	struct looking looking = {
		.act = act,
		.reads = access != O_WRONLY,
		.writes = access != O_RDONLY,
		.found = -1,
	};

	if (act->proc->other_rights || access == O_ACCMODE || fstat(fd, &looking.wanted) < 0)
		return false;
	if (!S_ISFIFO(looking.wanted.st_mode) && !S_ISSOCK(looking.wanted.st_mode) &&
	    !may_be_terminal(&looking.wanted))
		return false;
	holdings_each(act->proc, look, &looking);
	if (looking.found < 0)
		return false;
	*held = act_holds(act, looking.found);
	return *held >= 0 && has_flowed(act, &looking);
}
