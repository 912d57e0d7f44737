// SPDX-License-Identifier: Apache-2.0
/*
 * bind(). A path makes a name, and is decided about as such too.
 *
 * The kernel keeps the path as it is given and shows it to peers, so it must be given as the caller
 * wrote it: we stand in the caller's folder for that moment, and look afterwards that the name was
 * made in the folder that was decided about.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decide/settle.h"
#include "files/entry.h"
#include "files/real-name.h"
#include "files/wanted.h"
#include "net/net.h"
#include "net/target.h"

static long bind_now(struct act *act)
{
	const struct target *target = act->data;

	return answered(bind(act->fd, (const struct sockaddr *)&target->address, target->len));
}

static bool made_there(struct act *act)
{
	struct sockaddr_un *at = (struct sockaddr_un *)&((struct target *)act->data)->address;
	struct stat there;
	struct stat given;

	return fstatat(act->folder[0], act->name[0], &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	       lstat(at->sun_path, &given) == 0 && there.st_ino == given.st_ino &&
	       there.st_dev == given.st_dev;
}

static long perform_bind_path(struct act *act)
{
	mode_t own = umask(act->mode);
	long result = fchdir((int)act->flags) < 0 ? -errno : bind_now(act);

	if (result == 0 && !made_there(act)) {
		struct sockaddr_un *at =
			(struct sockaddr_un *)&((struct target *)act->data)->address;

		unlink(at->sun_path);
		result = -EPERM;
	}
	umask(own);
	if (chdir("/") < 0)
		return result; /* it is where we always are */
	return result;
}

static long bind_path(struct act *act, const struct target *target)
{
	struct rein_bytes given = unix_path(&target->address, target->len);
	const char *path = act_copy(act, (const char *)given.at, given.len);
	struct start start;
	int error;

	if (!path)
		return -ENAMETOOLONG;
	error = resolve_start(act, AT_FDCWD, path, &start);
	if (!error)
		error = resolve_parent(act, &start, path, 0, 0);
	if (!error)
		error = entry_aspect(act, 0, REIN_OP(REIN_WRITE));
	if (error)
		return error;
	act->flags = (u64)(start.folder < 0 ? act->folder[0] : start.folder);
	act->mode = umask_of(act);
	act->endpoint = endpoint_unix_key(act, act_target(act, 0));
	endpoint_aspect(act, REIN_OP(REIN_RECV));
	act->perform = perform_bind_path;
	return settle(act);
}

long net_bind(struct act *act)
{
	struct target *target;
	int error = target_start(act, &target);

	if (!error)
		error = target_copy(act, act->args[1], (u32)act->args[2], target);
	if (error)
		return error;
	act->data_bytes = sizeof(*target);
	if (target->address.ss_family == AF_UNIX && unix_path(&target->address, target->len).len)
		return bind_path(act, target);
	act->endpoint = endpoint_key(act, &target->address, target->len, true);
	act->perform = bind_now;
	if (!act->endpoint.len)
		return bind_now(act);
	/* A packet socket that is bound sends without a further address: binding it is connecting.
	 */
	if (act->endpoint.at[0] == 'o')
		endpoint_connects(act);
	else
		endpoint_aspect(act, REIN_OP(REIN_RECV));
	return settle(act);
}
