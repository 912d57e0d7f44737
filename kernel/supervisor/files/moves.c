// SPDX-License-Identifier: Apache-2.0
/*
 * Calls on two names: rename and link.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "decide/settle.h"
#include "files/entry.h"
#include "files/exact.h"
#include "files/paths.h"
#include "files/real-name.h"

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE (1 << 1)
#endif

static int take_both(struct act *act, int old_dirfd, u64 old_path, int new_dirfd, u64 new_path)
{
	int error = entry_take(act, 0, old_dirfd, old_path);

	return error ? error : entry_take(act, 1, new_dirfd, new_path);
}

/* ---- rename ---- */

static long perform_rename(struct act *act)
{
	if (syscall(SYS_renameat2, act->folder[0], act->name[0], act->folder[1], act->name[1],
		    act->flags) < 0)
		return -errno;
	exact_forget();
	/* The new name is now that of what was moved: labels that a source has for the new name go
	 * to it, and labels of what had the name before stay with that, nameless or not. */
	if (!(act->flags & RENAME_EXCHANGE)) {
		act->known[1] = act->known[0];
		act->objects[1] = act->objects[0];
	}
	return 0;
}

static long rename_at(struct act *act, u64 flags)
{
	bool exchange = flags & RENAME_EXCHANGE;
	u16 write = REIN_OP(REIN_WRITE);
	int error;

	act->flags = flags;
	act->perform = perform_rename;
	if (entry_is_dots(act, 0) || entry_is_dots(act, 1))
		return perform_rename(act);
	error = entry_aspect(act, 0, exchange ? write : write | REIN_OP(REIN_UNLINK));
	if (!error)
		error = entry_missing(act, 0);
	if (!error)
		error = entry_aspect(act, 1, write);
	if (error)
		return error;
	/* Whatever lies below a folder moves with it, at both names. */
	act->event.aspects[0].tree = entry_is_folder(act, 0) ||
				     (exchange && entry_is_folder(act, 1));
	act->event.aspects[1].tree = act->event.aspects[0].tree;
	return settle(act);
}

long path_rename(struct act *act)
{
	int error = take_both(act, AT_FDCWD, act->args[0], AT_FDCWD, act->args[1]);

	return error ? error : rename_at(act, 0);
}

long path_renameat(struct act *act)
{
	int error =
		take_both(act, (int)act->args[0], act->args[1], (int)act->args[2], act->args[3]);

	return error ? error : rename_at(act, 0);
}

long path_renameat2(struct act *act)
{
	int error =
		take_both(act, (int)act->args[0], act->args[1], (int)act->args[2], act->args[3]);

	return error ? error : rename_at(act, (u32)act->args[4]);
}

/* ---- link ---- */

static long perform_link(struct act *act)
{
	char own[OWN_PATH];
	int result;

	if (act->fd >= 0) {
		own_path(act->fd, own);
		result = linkat(AT_FDCWD, own, act->folder[1], act->name[1], AT_SYMLINK_FOLLOW);
	} else {
		result = linkat(act->folder[0], act->name[0], act->folder[1], act->name[1], 0);
	}
	if (result < 0)
		return -errno;
	exact_forget();
	act->known[1] = act->known[0];
	act->objects[1] = act->objects[0];
	return 0;
}

/* The file itself: a link at the end of the path is followed, or there is no path. */
static int take_file(struct act *act, int dirfd, u64 path, u64 flags)
{
	struct file_facts facts;
	struct rein_bytes name;
	struct start start;
	int error;
	const char *text = resolve_argument(act, path, &error);

	if (!text)
		return error;
	if (!text[0])
		return -ENOENT;
	error = resolve_start(act, dirfd, text, &start);
	if (error)
		return error;
	act->fd = resolve_open(act, &start, text,
			       O_PATH | (flags & AT_SYMLINK_FOLLOW ? 0 : O_NOFOLLOW), 0, &facts);
	if (act->fd < 0)
		return act->fd;
	error = real_name(act, act->fd, &name);
	if (error)
		return error;
	aspect_name(act_aspect(act, REIN_OP(REIN_WRITE), REIN_KEY_PATH), name);
	act_object(act, 0, &facts.id);
	return 0;
}

static long link_at(struct act *act, int old_dirfd, u64 old_path, int new_dirfd, u64 new_path,
		    u64 flags)
{
	int error;

	if (flags & ~(u64)(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		return -ENOENT; /* as to those without CAP_DAC_READ_SEARCH: /proc/self/fd is the way
				 */
	act->perform = perform_link;
	error = flags & AT_SYMLINK_FOLLOW ? take_file(act, old_dirfd, old_path, flags)
					  : entry_take(act, 0, old_dirfd, old_path);
	if (!error)
		error = entry_take(act, 1, new_dirfd, new_path);
	if (error)
		return error;
	if (entry_is_dots(act, 1) || (act->name[0] && entry_is_dots(act, 0)))
		return perform_link(act);
	if (act->name[0])
		error = entry_aspect(act, 0, REIN_OP(REIN_WRITE));
	if (!error)
		error = entry_missing(act, 0);
	if (!error)
		error = entry_aspect(act, 1, REIN_OP(REIN_WRITE));
	if (error)
		return error;
	return act->known[1] ? -EEXIST : settle(act);
}

long path_link(struct act *act)
{
	return link_at(act, AT_FDCWD, act->args[0], AT_FDCWD, act->args[1], 0);
}

long path_linkat(struct act *act)
{
	return link_at(act, (int)act->args[0], act->args[1], (int)act->args[2], act->args[3],
		       (u32)act->args[4]);
}
