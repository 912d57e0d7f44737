/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who has what open: descriptors of governed processes, read from /proc/PID/fd.
 */
#ifndef REIN_HOLDERS_H
#define REIN_HOLDERS_H

#include "tasks/tasks.h"

/* One open descriptor. */
struct holding {
	int fd;
	struct file_id id; /* pipes and sockets have no birth time */
	u32 mode;	   /* file type */
	u32 links;
	bool reads;
	bool writes;
};

/* Calls visit() for each descriptor of the process; ends a process whose descriptors cannot be
 * told. */
void holdings_each(struct proc *proc, void (*visit)(const struct holding *holding, void *ctx),
		   void *ctx);

/* Notes every file that a governed process has open; holders_have() then asks. false: no memory. */
bool holders_collect(void);
bool holders_have(const struct file_id *id);

#endif
