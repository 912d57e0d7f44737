// SPDX-License-Identifier: Apache-2.0
/*
 * execve() and execveat(): one aspect, exec and read, with every name that the program has.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "decide/deed-of.h"
#include "decide/kept.h"
#include "decide/settle.h"
#include "exec/exec.h"
#include "exec/loader.h"
#include "exec/plan.h"
#include "exec/program.h"
#include "exec/script.h"
#include "link/calls.h"
#include "link/listener.h"
#include "tell/feedback.h"

#define FOLLOWED (AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)

/* Lets the kernel perform it, and remembers what it is to become. */
static long perform_exec(struct act *act)
{
	act->thread->exec = act;
	kept_add(act, ACT_EXEC);
	listener_continue(act->id);
	return ACT_KEPT;
}

void exec_did_not_happen(struct thread *thread)
{
	struct act *act = thread->exec;

	if (!act)
		return;
	thread->exec = NULL;
	kept_remove(act);
	act_release(act);
}

/* The name that a script is given to its interpreter by. */
static struct rein_bytes called_name(struct act *act, int dirfd, const char *path)
{
	u32 len = (u32)strlen(path);
	char *at;

	if (dirfd == AT_FDCWD || path[0] == '/')
		return (struct rein_bytes){ (const u8 *)path, len };
	at = act_text(act, len + 32);
	if (!at)
		return (struct rein_bytes){ (const u8 *)path, len };
	len = (u32)sprintf(at, path[0] ? "/dev/fd/%d/%s" : "/dev/fd/%d", dirfd, path);
	return (struct rein_bytes){ (u8 *)at, len };
}

/* A process of such a program can be looked at by nobody: not at what it has open, which labels go
 * by, nor at what it is. */
static int refuse_hidden(struct act *act)
{
	struct deed deed;

	deed_of_proc(act->proc, &deed);
	deed.call = act->call->name;
	feedback_plain(&deed, "a program that cannot be read cannot be watched");
	return -EACCES;
}

static int find(struct act *act, int dirfd, const char *path, u64 flags)
{
	struct plan *plan = act->data;
	struct program program;
	int error =
		path[0] ? program_find(act, dirfd, path, !(flags & AT_SYMLINK_NOFOLLOW), &program)
			: program_of_fd(act, dirfd, &program);

	if (error)
		return error;
	if (S_ISLNK(program.facts.mode))
		return -ELOOP;
	if (!S_ISREG(program.facts.mode))
		return -EACCES;
	act->fd = program.fd;
	act_object(act, 0, &program.facts.id);
	error = script_follow(act, plan, &program, called_name(act, dirfd, path));
	if (!error && program.hidden)
		return refuse_hidden(act);
	if (!error && !program.plain)
		error = loader_follow(act, plan, &program);
	plan->program = program.facts.id;
	plan->name = (const char *)program.name.at;
	plan->known = true;
	return error;
}

static long exec_at(struct act *act, int dirfd, u64 path, u64 argv, u64 flags)
{
	const char *text;
	int error;

	/* Flags of a newer kernel, or the question whether it would be allowed: nothing runs. */
	if (flags & ~(u64)FOLLOWED)
		return -EINVAL;
	text = resolve_argument(act, path, &error);
	if (!text)
		return error;
	if (!text[0] && !(flags & AT_EMPTY_PATH))
		return -ENOENT;
	error = plan_take(act, argv);
	if (error)
		return error;
	act_aspect(act, REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ), REIN_KEY_PATH);
	error = find(act, dirfd, text, flags);
	if (error)
		return error;
	act->in_caller = true;
	act->perform = perform_exec;
	return settle(act);
}

long exec_execve(struct act *act)
{
	return exec_at(act, AT_FDCWD, act->args[0], act->args[1], 0);
}

long exec_execveat(struct act *act)
{
	return exec_at(act, (int)act->args[0], act->args[1], act->args[2], (u32)act->args[4]);
}
