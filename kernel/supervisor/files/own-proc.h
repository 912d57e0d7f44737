/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of /proc is the engine's own.
 */
#ifndef REIN_OWN_PROC_H
#define REIN_OWN_PROC_H

#include "decide/act.h"

enum own_proc {
	OWN_NOT,    /* it is not in there */
	OWN_PUBLIC, /* a file that anybody may read there: those that ps and top read of everyone */
	OWN_PRIVATE,
};

/* Whether it is of a /proc, wherever that is mounted. */
bool is_on_proc(int fd, const struct file_facts *facts);

/* How the object that `fd` holds lies in /proc/PID of the engine or of one of its threads. */
enum own_proc own_proc(struct act *act, int fd, const struct file_facts *facts);

/* Whether a name is that of some process's memory: /proc/PID/mem. */
bool is_proc_memory(struct rein_bytes name);
/* Whether it is that, and not known to be the caller's own. */
bool is_memory_of_another(const struct act *act, const struct file_facts *facts,
			  struct rein_bytes name);

#endif
