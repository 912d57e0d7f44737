// SPDX-License-Identifier: Apache-2.0
/*
 * Mode, owner and length. What a path named is reached through /proc/self/fd: calls that take a
 * descriptor want one that was opened for more than its place.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/attributes.h"
#include "files/object.h"
#include "files/real-name.h"

/* ---- chmod ---- */

static long perform_chmod(struct act *act)
{
	char own[OWN_PATH];

	if (object_is_link(act))
		return -EOPNOTSUPP;
	own_path(act->fd, own);
	return answered(chmod(own, act->mode));
}

static long perform_fchmod(struct act *act)
{
	return answered(fchmod(act->fd, act->mode));
}

static long chmod_at(struct act *act, int dirfd, u64 path, u64 mode, u64 flags)
{
	int error = flags & ~(u64)(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)
			    ? -EINVAL
			    : object_take(act, dirfd, path, flags);

	act->mode = (u32)mode & 07777;
	return error ? error : object_settle(act, perform_chmod);
}

long attribute_chmod(struct act *act)
{
	return chmod_at(act, AT_FDCWD, act->args[0], act->args[1], 0);
}

long attribute_fchmodat(struct act *act)
{
	return chmod_at(act, (int)act->args[0], act->args[1], act->args[2], 0);
}

long attribute_fchmodat2(struct act *act)
{
	return chmod_at(act, (int)act->args[0], act->args[1], act->args[2], (u32)act->args[3]);
}

long attribute_fchmod(struct act *act)
{
	int error = object_take_fd(act, (int)act->args[0]);

	act->mode = (u32)act->args[1] & 07777;
	return error ? error : object_settle(act, perform_fchmod);
}

/* ---- chown ---- */

static long perform_chown(struct act *act)
{
	return answered(fchownat(act->fd, "", (uid_t)act->flags, (gid_t)act->mode, AT_EMPTY_PATH));
}

static long chown_at(struct act *act, int dirfd, u64 path, u64 user, u64 group, u64 flags)
{
	int error = flags & ~(u64)(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)
			    ? -EINVAL
			    : object_take(act, dirfd, path, flags);

	act->flags = (u32)user;
	act->mode = (u32)group;
	return error ? error : object_settle(act, perform_chown);
}

long attribute_chown(struct act *act)
{
	return chown_at(act, AT_FDCWD, act->args[0], act->args[1], act->args[2], 0);
}

long attribute_lchown(struct act *act)
{
	return chown_at(act, AT_FDCWD, act->args[0], act->args[1], act->args[2],
			AT_SYMLINK_NOFOLLOW);
}

long attribute_fchownat(struct act *act)
{
	return chown_at(act, (int)act->args[0], act->args[1], act->args[2], act->args[3],
			(u32)act->args[4]);
}

long attribute_fchown(struct act *act)
{
	int error = object_take_fd(act, (int)act->args[0]);

	act->flags = (u32)act->args[1];
	act->mode = (u32)act->args[2];
	return error ? error : object_settle(act, perform_chown);
}

/* ---- truncate ---- */

static long perform_truncate(struct act *act)
{
	char own[OWN_PATH];

	own_path(act->fd, own);
	return answered(truncate(own, (off_t)act->flags));
}

static long perform_ftruncate(struct act *act)
{
	return answered(ftruncate(act->fd, (off_t)act->flags));
}

long attribute_truncate(struct act *act)
{
	int error = object_take(act, AT_FDCWD, act->args[0], 0);

	act->flags = act->args[1];
	return error ? error : object_settle(act, perform_truncate);
}

long attribute_ftruncate(struct act *act)
{
	int error = object_take_fd(act, (int)act->args[0]);

	act->flags = act->args[1];
	return error ? error : object_settle(act, perform_ftruncate);
}
