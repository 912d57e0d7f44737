// SPDX-License-Identifier: Apache-2.0
/*
 * Threads for blocking calls. A thread that is to stop gets a signal whose handler does nothing:
 * the call returns EINTR. The signal is repeated until the thread is back, because it may come just
 * before the call.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "decide/kept.h"
#include "decide/settle.h"
#include "link/errands.h"
#include "link/stacking.h"

#define ERRAND_STACK (64 * 1024)
#define ERESTARTSYS 512

struct errand {
	struct act *act;
	pthread_t thread;
	long (*block)(struct act *act);
	long (*then)(struct act *act, long result);
	long result;
	atomic_bool done;
	bool stop;
	bool restart;
};

static struct errand *errands[ERRANDS_MAX];
static u32 n_errands;
static int wake = -1;

static void ignore(int signal)
{
	(void)signal;
}

int errands_open(void)
{
	struct sigaction action = { .sa_handler = ignore };

	sigaction(SIGUSR1, &action, NULL);
	wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return wake < 0 ? -errno : wake;
}

static void *run(void *at)
{
	struct errand *errand = at;
	u64 one = 1;
	sigset_t usr1;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	pthread_sigmask(SIG_UNBLOCK, &usr1, NULL);
	errand->result = errand->block(errand->act);
	atomic_store(&errand->done, true);
	if (write(wake, &one, sizeof(one)) < 0)
		return NULL; /* the counter is full: the loop is awake */
	return NULL;
}

long errand(struct act *act, long (*block)(struct act *act),
	    long (*then)(struct act *act, long result))
{
	struct errand *new;
	pthread_attr_t attr;
	int fault;

	if (n_errands == ERRANDS_MAX)
		return -EAGAIN;
	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->act = act;
	new->block = block;
	new->then = then;
	stacking_leave();
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, ERRAND_STACK);
	fault = pthread_create(&new->thread, &attr, run, new);
	pthread_attr_destroy(&attr);
	if (fault) {
		free(new);
		return -EAGAIN;
	}
	errands[n_errands++] = new;
	kept_add(act, ACT_ERRAND);
	return ACT_KEPT;
}

static void stop(struct act *act, bool restart)
{
	for (u32 i = 0; i < n_errands; i++) {
		if (errands[i]->act == act) {
			errands[i]->stop = true;
			errands[i]->restart = restart;
			pthread_kill(errands[i]->thread, SIGUSR1);
		}
	}
}

void errand_cancel(struct act *act)
{
	stop(act, false);
}

void errand_interrupt(struct act *act)
{
	stop(act, true);
}

/* The call came back. Nobody may be there any more to be answered, but what it did was done. */
static void finish(struct errand *errand)
{
	struct act *act = errand->act;
	long result;

	pthread_join(errand->thread, NULL);
	kept_remove(act);
	if (errand->result == -EINTR && errand->restart)
		result = -ERESTARTSYS;
	else
		result = settle_result(act, errand->then(act, errand->result));
	free(errand);
	settle_finish(act, result);
}

void errands_serve(void)
{
	u64 count;
	u32 i = 0;

	if (read(wake, &count, sizeof(count)) < 0)
		count = 0;
	while (i < n_errands) {
		struct errand *back = errands[i];

		if (!atomic_load(&back->done)) {
			if (back->stop)
				pthread_kill(back->thread, SIGUSR1);
			i++;
			continue;
		}
		errands[i] = errands[--n_errands];
		finish(back);
	}
}

bool errands_any(void)
{
	return n_errands > 0;
}
