// SPDX-License-Identifier: Apache-2.0
/*
 * Between the decision and the exec, another thread may have changed the path or argv, or another
 * process the file. The new image tells: nobody can change its command line any more, and the
 * program has not run an instruction. If it is not what was decided, it is decided about as it is,
 * and ended where anything stronger than a note comes of that.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "decide/commit.h"
#include "decide/deed-of.h"
#include "decide/kept.h"
#include "decide/late.h"
#include "decide/settle.h"
#include "exec/confirm.h"
#include "exec/plan.h"
#include "exec/program.h"
#include "flow/nameless.h"
#include "link/calls.h"
#include "link/life.h"
#include "tell/report.h"

static char line[REIN_ARGV_MAX];

static void set_exe(struct proc *proc, const char *name)
{
	char *exe;

	if (!strcmp(proc->exe, name))
		return;
	exe = strdup(name);
	if (!exe)
		return;
	free(proc->exe);
	proc->exe = exe;
}

/* The real path of the program, from the kernel. */
static void learn_name(struct proc *proc, const char *path, u32 links)
{
	static const char gone[] = " (deleted)";
	const size_t mark = sizeof(gone) - 1;
	char name[REIN_PATH_MAX + 1];
	ssize_t len = readlink(path, name, REIN_PATH_MAX);

	if (len < 0)
		return;
	name[len] = '\0';
	if (!links && (size_t)len > mark && !strcmp(name + len - mark, gone))
		name[(size_t)len - mark] = '\0';
	set_exe(proc, name);
}

/* Which program runs, and what it is called: as planned, if it is the file that was planned. false:
 * it is nothing that can be looked at. */
static bool learn_program(struct proc *proc, const struct act *act)
{
	const struct plan *plan = act ? act->data : NULL;
	struct file_facts facts;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/exe", proc->pid);
	memset(&proc->exe_id, 0, sizeof(proc->exe_id));
	if (file_facts_of(path, &facts))
		return false;
	proc->exe_id = facts.id;
	if (plan && plan->known && file_same(&plan->program, &facts.id))
		set_exe(proc, plan->name);
	else
		learn_name(proc, path, facts.links);
	return true;
}

/* Reads /proc/PID/cmdline: argv as the new program has it. */
static u32 read_line(const struct proc *proc, bool *truncated)
{
	char path[32];
	u32 used = 0;
	ssize_t got = 1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", proc->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	/* It is given whole as far as there is room; an interrupted read is gone on with. */
	while (fd >= 0 && used < sizeof(line) && got > 0) {
		got = read(fd, line + used, sizeof(line) - used);
		used += got > 0 ? (u32)got : 0;
		if (used && !line[used - 1])
			break;
	}
	*truncated = fd < 0 || got < 0 || used == sizeof(line);
	if (fd >= 0)
		close(fd);
	return used;
}

static bool is_as_decided(const struct act *act, const struct proc *proc, u32 bytes)
{
	const struct plan *plan = act->data;

	return plan->known && file_same(&plan->program, &proc->exe_id) &&
	       plan_is_line(plan, line, bytes);
}

/* Was it executed by way of a script? The kernel put the script's path behind the interpreter and
 * its argument, and again for each interpreter that is a script. false: it has too many names. */
static bool add_scripts(struct act *act, u32 bytes)
{
	u32 at = 0;

	for (u32 i = 0; i < 2 * SCRIPT_DEPTH_MAX + 1 && at < bytes; i++) {
		const char *token = line + at;
		u32 len = (u32)strnlen(token, bytes - at);
		struct rein_aspect before = act->event.aspects[0];
		struct program script;
		int error;

		at += len + 1;
		if (at > bytes)
			return true; /* the rest of a token that is cut off */
		if (i == 0 || !len)
			continue;
		error = program_find(act, AT_FDCWD, token, true, &script);
		if (error == -ELOOP || error == -EMFILE)
			return false;
		if (error || script.head_bytes < 2 || memcmp(script.head, "#!", 2))
			act->event.aspects[0] = before;
		else if (!act->event.extra_arg.len)
			act->event.extra_arg = bytes_of(token);
	}
	return true;
}

/* The event that really happened: the program that runs, by its own name, by those that were asked
 * for, and by those of scripts that led to it. */
static bool put_truth(struct act *act, const struct act *asked, u32 bytes, bool truncated)
{
	struct rein_aspect *aspect =
		act_aspect(act, REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ), REIN_KEY_PATH);
	struct file_facts facts;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/exe", act->proc->pid);
	if (!file_facts_of(path, &facts))
		aspect->labels = nameless_labels(&facts);
	aspect_name(aspect, bytes_of(act->proc->exe));
	for (u32 i = 0; asked && i < asked->event.aspects[0].n_names; i++)
		aspect_name(aspect, asked->event.aspects[0].names[i]);
	act_object(act, 0, &act->proc->exe_id);
	act->event.args = (struct rein_bytes){ (u8 *)line, bytes };
	act->event.args_truncated = truncated;
	return add_scripts(act, bytes);
}

static void decide_truth(struct proc *proc, struct thread *thread, const struct act *asked,
			 u32 bytes, bool truncated)
{
	static const struct call changed = { .name = "execve" };
	struct act *act = act_take();
	struct told told;
	struct deed deed;
	bool known;

	if (!act) {
		kill(proc->pid, SIGKILL);
		return;
	}
	act->call = &changed;
	act->proc = proc;
	act->thread = thread;
	known = put_truth(act, asked, bytes, truncated);
	decide(act);
	if (act->verdict.effect >= REIN_ASK) {
		act->verdict.effect = REIN_KILL;
		kill(proc->pid, SIGKILL);
		deed_of(act, &deed);
		feedback_decision(&deed, &told);
		report_match(&deed, "killed", &told, NULL);
	} else if (!known) {
		kill(proc->pid, SIGKILL); /* it hides what it is behind more names than we take */
	} else {
		commit(act);
	}
	act_release(act);
}

static void started(const struct proc *proc)
{
	static bool said;

	if (said || proc->pid != engine.root)
		return;
	said = true;
	life_started(proc->pid);
}

static void confirm(struct proc *proc, struct thread *thread, struct act *act)
{
	bool truncated;
	u32 bytes = read_line(proc, &truncated);

	late_remember(proc, line, bytes);
	if (act && is_as_decided(act, proc, bytes))
		commit(act);
	else
		decide_truth(proc, thread, act, bytes, truncated);
}

void exec_happened(struct proc *proc, struct thread *thread)
{
	struct act *act = thread->exec;
	bool known;

	thread->exec = NULL;
	if (act)
		kept_remove(act);
	proc_forget_memory(proc);
	proc->told.denied = 0;
	known = learn_program(proc, act);
	started(proc);
	if (call_is_looked_at(call_find(__NR_execve))) {
		if (known)
			confirm(proc, thread, act);
		else
			kill(proc->pid, SIGKILL);
	}
	if (act)
		act_release(act);
}
