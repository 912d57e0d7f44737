// SPDX-License-Identifier: Apache-2.0
/*
 * Calls on one name: unlink, rmdir, mkdir, mknod, symlink.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decide/settle.h"
#include "files/entry.h"
#include "files/exact.h"
#include "files/paths.h"
#include "files/wanted.h"
#include "flow/objects.h"

static long settle_entry(struct act *act, u16 ops, long (*perform)(struct act *act))
{
	int error;

	act->perform = perform;
	if (entry_is_dots(act, 0))
		return perform(act);
	error = entry_aspect(act, 0, ops);
	if (error)
		return error;
	/* Making what is there already cannot happen, and is often tried: nothing is asked.
	 * Removing what is not there is asked about: that it was tried is what a rule wants to
	 * know. */
	if (act->known[0] && !(ops & REIN_OP(REIN_UNLINK)))
		return -EEXIST;
	return settle(act);
}

/* What is new has an object only now. */
static void made(struct act *act)
{
	struct file_facts facts;

	if (engine_flows() && file_facts_at(act->folder[0], act->name[0], &facts) == 0)
		act_object(act, 0, &facts.id);
}

/* ---- unlink, rmdir ---- */

static long perform_unlink(struct act *act)
{
	long result = answered(unlinkat(act->folder[0], act->name[0], (int)act->flags));

	if (result == 0 && act->known[0] && (act->number[0] <= 1 || act->flags & AT_REMOVEDIR)) {
		object_nameless(&act->objects[0]);
		act->known[0] = false;
	}
	return result;
}

static long unlink_at(struct act *act, int dirfd, u64 path, u64 flags)
{
	int error = entry_take(act, 0, dirfd, path);

	if (flags & ~(u64)AT_REMOVEDIR)
		return -EINVAL;
	if (error)
		return error;
	if (entry_is_root(act, 0) && flags)
		return -EBUSY;
	act->flags = flags;
	return settle_entry(act, REIN_OP(REIN_WRITE) | REIN_OP(REIN_UNLINK), perform_unlink);
}

long path_unlink(struct act *act)
{
	return unlink_at(act, AT_FDCWD, act->args[0], 0);
}

long path_unlinkat(struct act *act)
{
	return unlink_at(act, (int)act->args[0], act->args[1], (u32)act->args[2]);
}

long path_rmdir(struct act *act)
{
	return unlink_at(act, AT_FDCWD, act->args[0], AT_REMOVEDIR);
}

/* ---- mkdir ---- */

static long perform_mkdir(struct act *act)
{
	long result = answered(mkdirat(act->folder[0], act->name[0], act->mode));

	if (result == 0)
		made(act);
	return result;
}

static long mkdir_at(struct act *act, int dirfd, u64 path, u64 mode)
{
	int error = entry_take(act, 0, dirfd, path);

	if (error)
		return error;
	act->mode = (u32)mode & 07777 & ~umask_of(act);
	return settle_entry(act, REIN_OP(REIN_WRITE), perform_mkdir);
}

long path_mkdir(struct act *act)
{
	return mkdir_at(act, AT_FDCWD, act->args[0], act->args[1]);
}

long path_mkdirat(struct act *act)
{
	return mkdir_at(act, (int)act->args[0], act->args[1], act->args[2]);
}

/* ---- mknod ---- */

static long perform_mknod(struct act *act)
{
	long result = answered(mknodat(act->folder[0], act->name[0], act->mode, act->flags));

	if (result == 0)
		made(act);
	exact_forget(); /* a FIFO where a file was */
	return result;
}

static long mknod_at(struct act *act, int dirfd, u64 path, u64 mode, u64 device)
{
	int error = entry_take(act, 0, dirfd, path);

	if (error)
		return error;
	act->mode = (u32)mode & (S_IFMT | 07777) & ~umask_of(act);
	act->flags = (u32)device;
	return settle_entry(act, REIN_OP(REIN_WRITE), perform_mknod);
}

long path_mknod(struct act *act)
{
	return mknod_at(act, AT_FDCWD, act->args[0], act->args[1], act->args[2]);
}

long path_mknodat(struct act *act)
{
	return mknod_at(act, (int)act->args[0], act->args[1], act->args[2], act->args[3]);
}

/* ---- symlink ---- */

static long perform_symlink(struct act *act)
{
	long result = answered(symlinkat(act->name[1], act->folder[0], act->name[0]));

	exact_forget();
	if (result == 0)
		made(act);
	return result;
}

static long symlink_at(struct act *act, u64 text, int dirfd, u64 path)
{
	int error;
	const char *copy = resolve_argument(act, text, &error);

	if (!copy)
		return error;
	error = entry_take(act, 0, dirfd, path);
	if (error)
		return error;
	act->name[1] = copy;
	act->folder[1] = AT_FDCWD; /* it may lead anywhere, or nowhere */
	return settle_entry(act, REIN_OP(REIN_WRITE), perform_symlink);
}

long path_symlink(struct act *act)
{
	return symlink_at(act, act->args[0], AT_FDCWD, act->args[1]);
}

long path_symlinkat(struct act *act)
{
	return symlink_at(act, act->args[0], (int)act->args[1], act->args[2]);
}
