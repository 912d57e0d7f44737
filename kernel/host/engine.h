/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What there is one of. A helper process governs exactly one run, on one thread, so its state is a
 * struct of its own and not a parameter of every function.
 */
#ifndef REIN_ENGINE_H
#define REIN_ENGINE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/limits.h"
#include "core/core.h"
#include "counters.h"

enum ask_mode { ASK_WAIT, ASK_DENY, ASK_ALLOW };

#define GROUPS_MAX 256

/* Who the command is to be. */
struct identity {
	bool given; /* else who we are */
	uid_t uid;
	gid_t gid;
	u32 n_groups;
	gid_t groups[GROUPS_MAX];
};

struct host;

struct engine {
	const struct host *host;
	struct rein_image image;
	struct rein_run run;
	struct rein_bits bits;
	struct counters counters;
	u16 *clause_ops; /* by clause: the operations that its rows ask about */
	u32 first_clause; /* how many clauses the policies before this one had */

	int starter;	/* socket of the run's starter, -1: it has none */
	int listener;	/* seccomp notifications */
	int fd_folder;	/* our own /proc/self/fd: names and reopens descriptors */
	dev_t proc_dev; /* device of /proc */
	pid_t pid;	/* ours */
	pid_t recorders[RECORDERS_MAX]; /* out of reach of the run, as we are; 0: none */
	pid_t root;	/* the command's first process, 0 before it exists */
	enum ask_mode ask;
	u32 ask_seconds;
	bool orphan;	 /* nobody records any more: asks are denied */
	bool cancelled;	 /* the run is being ended */
	bool privileged; /* has capabilities: callers' rights may come to differ from ours */
	const char *run_dir;
	struct identity user;
};

extern struct engine engine;

/* The latest takes the place of the first where there is no room. */
static inline void engine_protect(pid_t pid)
{
	for (u32 i = RECORDERS_MAX - 1; i > 0; i--)
		engine.recorders[i] = engine.recorders[i - 1];
	engine.recorders[0] = pid;
}

static inline bool engine_flows(void)
{
	return engine.image.header->flags & REIN_FLAG_FLOW;
}

static inline bool engine_asks_about(u32 ops)
{
	return engine.image.header->ops_concerned & ops;
}

static inline bool engine_guards(enum rein_guard guard)
{
	return engine.image.header->guards >> guard & 1;
}

#endif
