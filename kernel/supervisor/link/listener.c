// SPDX-License-Identifier: Apache-2.0
/*
 * Talks to the kernel about trapped calls, and finds each its handler.
 *
 * The caller's number cannot mean another thread than the one that asks: ptrace keeps an ended
 * thread's number taken until we have waited for it, which happens on this thread only.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/compat.h"
#include "decide/act.h"
#include "decide/settle.h"
#include "exec/exec.h"
#include "guard/guards.h"
#include "guard/views.h"
#include "link/calls.h"
#include "link/listener.h"
#include "link/stacking.h"
#include "tasks/tracer.h"

void listener_open(int fd)
{
	engine.listener = fd;
	/* Wakes us on the caller's own processor, which is about to be idle; an old kernel refuses.
	 */
	ioctl(fd, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

void listener_answer(u64 id, long result)
{
	struct seccomp_notif_resp answer = {
		.id = id,
		.val = result < 0 ? 0 : result,
		.error = result < 0 ? (s32)result : 0,
	};

	ioctl(engine.listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

void listener_continue(u64 id)
{
	struct seccomp_notif_resp answer = { .id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };

	ioctl(engine.listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static long add(u64 id, int fd, bool cloexec, u32 flags)
{
	struct seccomp_notif_addfd give = {
		.id = id,
		.flags = flags,
		.srcfd = (u32)fd,
		.newfd_flags = cloexec ? O_CLOEXEC : 0,
	};
	int number = ioctl(engine.listener, SECCOMP_IOCTL_NOTIF_ADDFD, &give);

	return number < 0 ? -errno : number;
}

long listener_add(u64 id, int fd, bool cloexec)
{
	return add(id, fd, cloexec, 0);
}

long listener_give(u64 id, int fd, bool cloexec)
{
	static bool cannot_send; /* before 5.14 */
	long number;

	if (!cannot_send) {
		number = add(id, fd, cloexec, SECCOMP_ADDFD_FLAG_SEND);
		if (number != -EINVAL)
			return number;
		cannot_send = true;
	}
	number = add(id, fd, cloexec, 0);
	if (number >= 0)
		listener_answer(id, number);
	return number;
}

static long handle(struct act *act, const struct seccomp_notif *asked)
{
	bool native = asked->data.arch == CALLS_ARCH;

	act->call = native ? call_find(asked->data.nr) : NULL;
	if (!act->call)
		return guard_foreign(act, asked->data.arch);
	if (!call_is_looked_at(act->call))
		return ACT_CONTINUE; /* a policy before this one asked about it */
	return act->call->handle(act);
}

/* A thread that ptrace did not announce: its fork event may still wait to be read. */
static struct thread *asking_thread(pid_t tid)
{
	struct thread *thread = thread_find(tid);

	if (thread && thread->proc)
		return thread;
	tracer_serve();
	thread = thread_find(tid);
	return thread && thread->proc ? thread : NULL;
}

void listener_serve(void)
{
	struct seccomp_notif asked;
	struct thread *thread;
	struct act *act;

	memset(&asked, 0, sizeof(asked));
	if (ioctl(engine.listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0)
		return; /* it was killed before we came */
	stacking_serves((pid_t)asked.pid);
	thread = asking_thread((pid_t)asked.pid);
	act = thread ? act_take() : NULL;
	if (!act) {
		listener_answer(asked.id, -EPERM); /* nothing is known of it: refuse */
		return;
	}
	act->id = asked.id;
	act->thread = thread;
	act->proc = thread->proc;
	memcpy(act->args, asked.data.args, sizeof(act->args));
	views_thread_is_back(thread);
	exec_did_not_happen(thread);
	settle_finish(act, handle(act, &asked));
}
