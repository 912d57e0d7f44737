/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One trapped call: what was asked for, copied out of the caller once; the event that the core is
 * asked about; and how the call is performed. What was decided is what is performed: nothing is
 * read from the caller's memory a second time, because another thread may have changed it.
 */
#ifndef REIN_ACT_HOST_H
#define REIN_ACT_HOST_H

#include <errno.h>

#include "flow/file-id.h"
#include "tasks/tasks.h"

struct call;
struct hold;

/* What a handler answers besides a result (>= 0) or -errno. */
#define ACT_CONTINUE -100001L /* let the kernel perform it in the caller */
#define ACT_SENT -100002L     /* the caller was answered */
#define ACT_KEPT -100003L     /* it goes on later: a hold, an errand, an exec */

enum act_state { ACT_NOW, ACT_HELD, ACT_ERRAND, ACT_EXEC };

struct act {
	struct act *next; /* in the list of free or of kept ones */
	struct act *prev;
	const struct call *call;
	struct thread *thread; /* NULL once it has ended */
	struct proc *proc;     /* NULL once it has ended */
	u64 id;		       /* of the notification */
	u64 args[6];
	enum act_state state;

	struct rein_event event;
	struct file_id objects[2]; /* of each aspect, where `known` */
	bool known[2];
	struct rein_bytes endpoint; /* key of the endpoint of both aspects; empty if none */
	u32 policy; /* which one decided, of the run's history */
	bool decided;
	bool committed;
	bool signalled; /* a signal waited for its caller when we looked last */
	bool ended;	/* nothing could be refused any more: the process was ended */
	bool in_caller; /* it is performed by the kernel in the caller in any case: an exec */

	/* How it is performed: result, -errno or one of the codes above. */
	long (*perform)(struct act *act);

	void (*cleanup)(struct act *act); /* what `data` holds besides memory */
	int fds[ACT_FDS];		  /* closed when the act ends */
	u32 n_fds;
	int fd;				  /* the object, or the socket */
	int folder[2];			  /* of each name */
	struct rein_bytes folder_name[2]; /* real; empty where it was not asked for yet */
	const char *name[2];		  /* last component, with its trailing slashes */
	u64 flags;
	u32 mode;
	u64 number[2];
	void *data; /* freed when the act ends */
	/* Those of its bytes that the caller gave, as they would be if it called again: what else
	 * is in there, such as descriptors of ours, is not what a person decides about. */
	u64 data_from;
	u64 data_bytes;
	struct hold *hold;
	u64 detached_ms; /* held, its caller left for a signal handler then; 0: it waits */

	/* Not cleared between uses. */
	struct rein_verdict verdict;
	u32 text_used;
	char text[ACT_TEXT];
};

struct act *act_take(void);
void act_release(struct act *act);

/* Room for names that live as long as the act. NULL: it is used up. */
char *act_text(struct act *act, u32 bytes);
const char *act_copy(struct act *act, const char *at, u32 bytes); /* NUL-terminated */

/* The act closes `fd` at its end; a negative one is passed through. When it holds too many it
 * closes this one and answers -EMFILE. */
int act_holds(struct act *act, int fd);

/* One more object that the event touches. */
struct rein_aspect *act_aspect(struct act *act, u16 ops, enum rein_key key);
void aspect_name(struct rein_aspect *aspect, struct rein_bytes name);

/* What aspect `i` is about, so that labels reach it. */
void act_object(struct act *act, u32 i, const struct file_id *id);

/* Of a call that was made here: its result, or -errno. */
static inline long answered(long result)
{
	return result < 0 ? -errno : result;
}

static inline u32 act_ops(const struct act *act)
{
	u32 ops = act->event.aspects[0].ops;

	return act->event.n_aspects > 1 ? ops | act->event.aspects[1].ops : ops;
}

static inline struct rein_bytes act_target(const struct act *act, u32 i)
{
	return act->event.aspects[i].names[0];
}

#endif
