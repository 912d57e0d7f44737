// SPDX-License-Identifier: Apache-2.0
/*
 * Files by path or by descriptor.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "decide/settle.h"
#include "files/object.h"
#include "files/real-name.h"

static void put_aspect(struct act *act, const struct file_facts *facts, struct rein_bytes name)
{
	aspect_name(act_aspect(act, REIN_OP(REIN_WRITE), REIN_KEY_PATH), name);
	act_object(act, 0, &facts->id);
	act->number[0] = S_ISLNK(facts->mode);
}

int object_take_fd(struct act *act, int fd)
{
	struct file_facts facts;
	struct rein_bytes name;
	int error;

	act->fd = act_holds(act, proc_fd(act->proc, fd));
	if (act->fd < 0)
		return act->fd;
	error = file_facts(act->fd, &facts);
	if (!error)
		error = real_name(act, act->fd, &name);
	if (!error)
		put_aspect(act, &facts, name);
	return error;
}

int object_take(struct act *act, int dirfd, u64 path, u64 flags)
{
	bool nofollow = flags & AT_SYMLINK_NOFOLLOW;
	struct file_facts facts;
	struct rein_bytes name;
	struct start start;
	int error;
	const char *text = resolve_argument(act, path, &error);

	if (!text)
		return error;
	if (!text[0] && flags & AT_EMPTY_PATH)
		return dirfd == AT_FDCWD ? -ENOENT : object_take_fd(act, dirfd);
	error = resolve_start(act, dirfd, text, &start);
	if (error)
		return error;
	act->fd = resolve_named(act, &start, text, O_PATH | (nofollow ? O_NOFOLLOW : 0), 0, &facts,
				&name);
	if (act->fd < 0)
		return act->fd;
	put_aspect(act, &facts, name);
	if (!S_ISLNK(facts.mode))
		return 0;
	return resolve_parent(act, &start, text, 0, 0);
}

bool object_is_link(const struct act *act)
{
	return act->number[0];
}

long object_settle(struct act *act, long (*perform)(struct act *act))
{
	act->perform = perform;
	return settle(act);
}
