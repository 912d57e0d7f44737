/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the observer knows of a system call: shared by the programs, which look a call up by its
 * number, and the loader, which has the numbers of this machine. See calls.c for the table.
 */
#ifndef REIN_OBSERVE_CALLS_H
#define REIN_OBSERVE_CALLS_H

#include "../shared.h"

#define REIN_CALL_NUMBERS 512 /* x86-64 ends below 470; past this nothing is looked at */
#define REIN_NO_ARGUMENT 0xff

/* What is looked at when a call comes back (or, where it says so, when it begins). */
enum rein_seen_shape {
	REIN_SEEN_NOTHING,
	REIN_SEEN_OPENED, /* the answer is a descriptor of what was opened */
	REIN_SEEN_FILE,   /* a descriptor says which file was changed */
	REIN_SEEN_NAME,   /* a name says so */
	REIN_SEEN_TWO,	  /* two names */
	REIN_SEEN_READ,   /* labels come in by a descriptor */
	REIN_SEEN_WRITE,  /* at the beginning: labels go out by one */
	REIN_SEEN_COPY,   /* in by one and out by another */
	REIN_SEEN_EXEC,   /* at the beginning */
	REIN_SEEN_ADDRESS, /* an address: connecting, binding, sending to one */
	REIN_SEEN_ACCEPT,  /* the answer is a descriptor with a peer */
};

/* Arguments by their number from 0; REIN_NO_ARGUMENT where there is none. */
struct rein_seen_call {
	u8 shape;
	u8 call; /* enum rein_call */
	u8 fd[2];   /* descriptors, or the folders that names start from */
	u8 name[2];
	u8 flags;
	u8 reserved;
};

_Static_assert(sizeof(struct rein_seen_call) == 8, "rein_seen_call");

#endif
