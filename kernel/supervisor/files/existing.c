// SPDX-License-Identifier: Apache-2.0
/*
 * Opening what exists for reading: the call there are most of. A regular file or a folder is opened
 * first and decided about then, since opening it does nothing by itself. Anything else (a device
 * may start, the other end of a FIFO goes on) is held by its place, and opened after the decision.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "decide/settle.h"
#include "files/devices.h"
#include "files/exact.h"
#include "files/held.h"
#include "files/own-proc.h"
#include "files/real-name.h"
#include "files/wanted.h"
#include "flow/nameless.h"
#include "guard/guards.h"
#include "link/errands.h"
#include "link/listener.h"

#define OPENED_WITH (O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

u16 open_ops(u64 flags)
{
	u16 ops = flags & O_TRUNC ? REIN_OP(REIN_WRITE) : 0;

	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return ops | REIN_OP(REIN_READ);
	case O_WRONLY:
		return REIN_OP(REIN_WRITE);
	default: /* 3 is no access but for ioctl, which may be either */
		return REIN_OP(REIN_READ) | REIN_OP(REIN_WRITE);
	}
}

/* The caller runs on as soon as it has the descriptor, and may close what it holds: the labels that
 * it gains have to be on that before. */
static long give(struct act *act, int fd)
{
	long number;

	settle_commit(act);
	number = listener_give(act->id, fd, act->flags & O_CLOEXEC);

	/* Gone means that nobody waits; any other error is the caller's: too many open files. */
	return number >= 0 || number == -ENOENT ? ACT_SENT : number;
}

long open_give(struct act *act)
{
	return give(act, act->fd);
}

static long block_in_open(struct act *act)
{
	return reopen(act->fd, (int)act->flags, 0);
}

static long opened_aside(struct act *act, long result)
{
	int fd = act_holds(act, (int)result);

	return fd < 0 ? fd : give(act, fd);
}

long open_again(struct act *act)
{
	bool waits = !(act->flags & O_NONBLOCK);
	struct file_facts facts;
	int fd = file_facts(act->fd, &facts);

	if (fd < 0)
		return fd;
	/* A FIFO waits for its other end, and the caller with it. */
	if (S_ISFIFO(facts.mode) && waits)
		return errand(act, block_in_open, opened_aside);
	fd = reopen(act->fd, (int)act->flags | O_NOCTTY | O_NONBLOCK, 0);
	/* Somebody has a lease on the file, and is being asked to let go. */
	if (fd == -EWOULDBLOCK && waits)
		return errand(act, block_in_open, opened_aside);
	fd = act_holds(act, fd);
	if (fd < 0)
		return fd;
	if (waits)
		fcntl(fd, F_SETFL, (int)(act->flags & ~(u64)OPENED_WITH));
	return give(act, fd);
}

/* Decides about what `fd` holds. */
static long settle_read(struct act *act, int fd, const struct file_facts *facts,
			struct rein_bytes name, long (*perform)(struct act *act))
{
	struct rein_aspect *aspect = act_aspect(act, REIN_OP(REIN_READ), REIN_KEY_PATH);

	if (is_memory_of_another(act, facts, name) && engine_guards(REIN_GUARD_PROC_MEM))
		return guard_refuse(act, REIN_GUARD_PROC_MEM, EPERM);
	aspect_name(aspect, name);
	aspect->labels = nameless_labels(facts);
	act_object(act, 0, &facts->id);
	act->fd = fd;
	act->perform = perform;
	return settle(act);
}

/* The kind of what the path leads to (S_IFMT), 0 when it cannot be told, -ENOENT when nothing is
 * there for the caller either. The kind is a hint: who swaps one for the other right now, from
 * outside the run, is opened without blocking all the same. */
static long kind_of(const struct wanted *wanted)
{
	const struct start *start = &wanted->start;
	struct statx st;
	int fd = -ELOOP;

	if (start->absolute && exact_was_plain(start->print))
		return S_IFREG;
	if (start->absolute && !wanted->resolve)
		fd = resolve_exact(start, wanted->path);
	if (fd == -ENOENT)
		return fd;
	if (statx(fd < 0 ? start->folder : fd, fd < 0 ? wanted->path : "",
		  AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT | (fd < 0 ? 0 : AT_EMPTY_PATH), STATX_TYPE,
		  &st) < 0)
		st.stx_mode = 0;
	if (fd >= 0)
		close(fd);
	return st.stx_mode & S_IFMT;
}

static long open_special(struct act *act, const struct wanted *wanted)
{
	struct file_facts facts;
	struct rein_bytes name;
	int fd = resolve_named(act, &wanted->start, wanted->path,
			       O_PATH | (wanted->flags & (O_NOFOLLOW | O_DIRECTORY)),
			       wanted->resolve, &facts, &name);

	if (fd < 0)
		return fd;
	if (S_ISLNK(facts.mode))
		return -ELOOP;
	if (is_held(act, fd, act->flags, &act->fd))
		return open_again(act);
	if (!is_own_terminal(&facts))
		return settle_read(act, fd, &facts, name, open_again);
	fd = open_terminal_of(act, wanted->flags | OPENED_WITH, &facts, &name);
	if (fd < 0)
		return fd;
	if (is_held(act, fd, act->flags, &act->fd))
		return open_again(act);
	if (!(act->flags & O_NONBLOCK))
		fcntl(fd, F_SETFL, (int)(act->flags & ~(u64)OPENED_WITH));
	return settle_read(act, fd, &facts, name, open_give);
}

long open_existing(struct act *act, const struct wanted *wanted)
{
	struct file_facts facts;
	struct rein_bytes name;
	long kind;
	int fd;

	act->flags = wanted->flags & ~(u64)(O_NOFOLLOW | O_EXCL);
	kind = kind_of(wanted);
	if (kind < 0)
		return kind;
	if (kind && kind != S_IFREG && kind != S_IFDIR)
		return open_special(act, wanted);
	fd = resolve_named(act, &wanted->start, wanted->path, wanted->flags | OPENED_WITH,
			   wanted->resolve, &facts, &name);
	/* A lease: the caller may wait until it ends, we may not. */
	if (fd == -EWOULDBLOCK && !(act->flags & O_NONBLOCK))
		return open_special(act, wanted);
	if (fd < 0)
		return fd;
	if (!(act->flags & O_NONBLOCK))
		fcntl(fd, F_SETFL, (int)(act->flags & ~(u64)OPENED_WITH));
	return settle_read(act, fd, &facts, name, open_give);
}
