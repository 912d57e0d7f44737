// SPDX-License-Identifier: Apache-2.0
/*
 * Extended attributes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/xattr.h>

#include "files/attributes.h"
#include "files/memory.h"
#include "files/object.h"
#include "files/real-name.h"

#define LINK_PATH (OWN_PATH + 256)

/* Path of our own to the file: a link is reached by its folder. */
static void path_of(const struct act *act, char out[LINK_PATH])
{
	if (object_is_link(act))
		own_path_in(act->folder[0], act->name[0], out, LINK_PATH);
	else
		own_path(act->fd, out);
}

static long perform_set(struct act *act)
{
	int (*set)(const char *, const char *, const void *, size_t, int) =
		object_is_link(act) ? lsetxattr : setxattr;
	char path[LINK_PATH];

	path_of(act, path);
	return answered(set(path, act->name[1], act->data, act->data_bytes, (int)act->flags));
}

static long perform_fset(struct act *act)
{
	return answered(
		fsetxattr(act->fd, act->name[1], act->data, act->data_bytes, (int)act->flags));
}

static long perform_remove(struct act *act)
{
	char path[LINK_PATH];

	path_of(act, path);
	return answered((object_is_link(act) ? lremovexattr : removexattr)(path, act->name[1]));
}

static long perform_fremove(struct act *act)
{
	return answered(fremovexattr(act->fd, act->name[1]));
}

/* The attribute's name, into name[1]. */
static int take_name(struct act *act, u64 pointer)
{
	char name[XATTR_NAME_BYTES];
	long len = memory_string(act, pointer, name, sizeof(name));

	if (len <= 0)
		return len == 0 || len == -ENAMETOOLONG ? -ERANGE : (int)len;
	act->name[1] = act_copy(act, name, (u32)len);
	act->folder[1] = AT_FDCWD;
	return act->name[1] ? 0 : -ENOMEM;
}

static int take_value(struct act *act)
{
	u64 bytes = act->args[3];

	if (bytes > XATTR_VALUE_BYTES)
		return -E2BIG;
	act->flags = (u32)act->args[4];
	if (!bytes)
		return 0;
	act->data = malloc(bytes);
	if (!act->data)
		return -ENOMEM;
	act->data_bytes = bytes;
	return memory_read(act, act->args[2], act->data, bytes);
}

static long set(struct act *act, int taken, long (*perform)(struct act *act))
{
	int error = taken ? taken : take_name(act, act->args[1]);

	if (!error)
		error = take_value(act);
	return error ? error : object_settle(act, perform);
}

static long rid(struct act *act, int taken, long (*perform)(struct act *act))
{
	int error = taken ? taken : take_name(act, act->args[1]);

	return error ? error : object_settle(act, perform);
}

long attribute_setxattr(struct act *act)
{
	return set(act, object_take(act, AT_FDCWD, act->args[0], 0), perform_set);
}

long attribute_lsetxattr(struct act *act)
{
	return set(act, object_take(act, AT_FDCWD, act->args[0], AT_SYMLINK_NOFOLLOW), perform_set);
}

long attribute_fsetxattr(struct act *act)
{
	return set(act, object_take_fd(act, (int)act->args[0]), perform_fset);
}

long attribute_removexattr(struct act *act)
{
	return rid(act, object_take(act, AT_FDCWD, act->args[0], 0), perform_remove);
}

long attribute_lremovexattr(struct act *act)
{
	return rid(act, object_take(act, AT_FDCWD, act->args[0], AT_SYMLINK_NOFOLLOW),
		   perform_remove);
}

long attribute_fremovexattr(struct act *act)
{
	return rid(act, object_take_fd(act, (int)act->args[0]), perform_fremove);
}
