// SPDX-License-Identifier: Apache-2.0
/*
 * O_TMPFILE: a file without a name. It is decided about as `#tmpfile` in its folder, so that a rule
 * about what the folder holds covers it; linkat() into a name is a write of that name.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "decide/settle.h"
#include "files/real-name.h"
#include "files/wanted.h"

static long make_and_give(struct act *act)
{
	int fd = act_holds(act, reopen(act->folder[0], (int)act->flags, act->mode));
	struct file_facts facts;

	if (fd < 0)
		return fd;
	if (engine_flows() && !file_facts(fd, &facts))
		act_object(act, 0, &facts.id);
	act->fd = fd;
	return open_give(act);
}

long open_temporary(struct act *act, const struct wanted *wanted)
{
	struct file_facts facts;
	struct rein_bytes name;
	int error;

	act->folder[0] = resolve_open(act, &wanted->start, wanted->path, O_PATH | O_DIRECTORY,
				      wanted->resolve, &facts);
	if (act->folder[0] < 0)
		return act->folder[0];
	act->name[0] = "#tmpfile";
	error = real_name_at(act, 0, &name);
	if (error)
		return error;
	aspect_name(act_aspect(act, open_ops(wanted->flags), REIN_KEY_PATH), name);
	act->flags = wanted->flags & ~(u64)O_NOFOLLOW;
	act->mode = wanted->mode & ~umask_of(act);
	act->perform = make_and_give;
	return settle(act);
}
