// SPDX-License-Identifier: Apache-2.0
/*
 * Opening for writing. Nothing is opened, cut or made before the decision: what exists is held by
 * an O_PATH descriptor and opened through it afterwards; what does not is made in a folder that is
 * held the same way, with O_EXCL, so that it is made where it was decided and nowhere else.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "decide/settle.h"
#include "files/devices.h"
#include "files/held.h"
#include "files/own-proc.h"
#include "files/real-name.h"
#include "files/walk.h"
#include "files/wanted.h"
#include "flow/nameless.h"
#include "guard/guards.h"

#define NOT_AGAIN (O_CREAT | O_EXCL | O_NOFOLLOW)

static long write_terminal(struct act *act, u64 flags)
{
	struct file_facts facts;
	struct rein_bytes name;
	int fd = open_terminal_of(act, flags, &facts, &name);

	if (fd < 0)
		return fd;
	act->flags = flags;
	if (is_held(act, fd, flags, &act->fd))
		return open_again(act);
	aspect_name(act_aspect(act, open_ops(flags), REIN_KEY_PATH), name);
	act->fd = fd;
	act->perform = open_give;
	if (!(flags & O_NONBLOCK))
		fcntl(fd, F_SETFL, (int)(flags & ~(u64)(O_NONBLOCK | O_NOCTTY)));
	return settle(act);
}

/* Whoever may write there moves any process of his user into a group of his, and ends or freezes
 * that: also us. */
static bool is_on_cgroup(int fd, const struct file_facts *facts)
{
	struct statfs fs;

	return !facts->size && fstatfs(fd, &fs) == 0 &&
	       (fs.f_type == CGROUP2_SUPER_MAGIC || fs.f_type == CGROUP_SUPER_MAGIC);
}

static long write_existing(struct act *act, int fd, u64 flags, const struct file_facts *facts,
			   struct rein_bytes name)
{
	struct rein_aspect *aspect;

	if (S_ISLNK(facts->mode))
		return -ELOOP;
	if (flags & O_CREAT && S_ISDIR(facts->mode))
		return -EISDIR;
	if (own_proc(act, fd, facts) != OWN_NOT)
		return -EACCES;
	if (is_own_terminal(facts))
		return write_terminal(act, flags);
	if (is_on_proc(fd, facts) && is_proc_memory(name) && engine_guards(REIN_GUARD_PROC_MEM))
		return guard_refuse(act, REIN_GUARD_PROC_MEM, EPERM);
	if (engine_guards(REIN_GUARD_CONTROL) && is_on_cgroup(fd, facts))
		return guard_refuse(act, REIN_GUARD_CONTROL, EPERM);
	act->flags = flags & ~(u64)NOT_AGAIN;
	if (is_held(act, fd, flags, &act->fd))
		return open_again(act);
	aspect = act_aspect(act, open_ops(flags), REIN_KEY_PATH);
	aspect_name(aspect, name);
	if (aspect->ops & REIN_OP(REIN_READ))
		aspect->labels = nameless_labels(facts);
	act_object(act, 0, &facts->id);
	act->fd = fd;
	act->perform = open_again;
	return settle(act);
}

static long create_and_give(struct act *act)
{
	int fd = openat(act->folder[0], act->name[0],
			(int)act->flags | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC,
			act->mode);
	struct file_facts facts;

	if (fd <
	    0) /* somebody else made it: it is to be decided about anew, unless it must be new */
		return errno == EEXIST && !(act->number[0] & O_EXCL) ? -EAGAIN : -errno;
	act->fd = act_holds(act, fd);
	if (act->fd < 0)
		return act->fd;
	if (engine_flows() && !file_facts(act->fd, &facts))
		act_object(act, 0, &facts.id);
	return open_give(act);
}

/* The folder and name that a link leads to which leads nowhere yet. */
static int through_dangling(struct act *act, const struct wanted *wanted)
{
	struct walked walked;
	int error;

	if (wanted->flags & O_EXCL)
		return -EEXIST;
	if (wanted->flags & O_NOFOLLOW || wanted->resolve)
		return -ELOOP;
	error = walk(act, &wanted->start, wanted->path, WALK_FOLLOW, &walked);
	if (!error)
		return -EAGAIN; /* it exists by now */
	if (error != -ENOENT || walked.folder < 0)
		return error;
	act->folder[0] = walked.folder;
	act->name[0] = walked.name;
	return 0;
}

static long create(struct act *act, const struct wanted *wanted)
{
	struct file_facts facts;
	struct rein_bytes name;
	int error = resolve_parent(act, &wanted->start, wanted->path, wanted->resolve, 0);

	if (error)
		return error;
	if (strchr(act->name[0], '/'))
		return -EISDIR;
	if (file_facts_at(act->folder[0], act->name[0], &facts) == 0) {
		error = S_ISLNK(facts.mode) ? through_dangling(act, wanted) : -EAGAIN;
		if (error)
			return error;
	}
	error = real_name_at(act, 0, &name);
	if (error)
		return error;
	/* A read of what is new learns nothing; but a rule may ask about the name. */
	aspect_name(act_aspect(act, open_ops(wanted->flags) | REIN_OP(REIN_WRITE), REIN_KEY_PATH),
		    name);
	act->flags = wanted->flags & ~(u64)NOT_AGAIN;
	act->number[0] = wanted->flags;
	act->mode = wanted->mode & ~umask_of(act);
	act->perform = create_and_give;
	return settle(act);
}

long open_writing(struct act *act, const struct wanted *wanted)
{
	u64 path_flags = O_PATH | (wanted->flags & (O_NOFOLLOW | O_DIRECTORY));
	struct file_facts facts;
	struct rein_bytes name;
	int fd;

	act->event.n_aspects = 0; /* of an earlier try */
	if ((wanted->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		path_flags |= O_NOFOLLOW;
	fd = resolve_named(act, &wanted->start, wanted->path, path_flags, wanted->resolve, &facts,
			   &name);
	if (fd == -ENOENT && wanted->flags & O_CREAT && wanted->path[0])
		return create(act, wanted);
	if (fd < 0)
		return fd;
	if ((wanted->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	return write_existing(act, fd, wanted->flags, &facts, name);
}
