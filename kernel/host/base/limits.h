/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every bound of the hosts, by name. What happens at each is said where it is used: nothing is
 * cut or forgotten in silence, and what cannot be kept is refused.
 */
#ifndef REIN_LIMITS_H
#define REIN_LIMITS_H

#define HOLDS_MAX 256		 /* operations that wait for a person at once */
#define ERRANDS_MAX 128		 /* blocking calls under way at once */
#define OBJECTS_MAX (256 * 1024) /* files that carry labels */
#define ENDPOINTS_MAX 8192	 /* endpoints that carry labels */
#define ENDPOINT_KEY_MAX 128	 /* a unix path is at most 108 bytes, resolved it may be longer */
#define HOST_ADDRESSES_MAX 8192	 /* addresses with a known name */
#define HOST_ATOMS_MAX 32	 /* name patterns that one address meets */
#define OUT_BYTES_MAX (8 * 1024 * 1024) /* events that wait for their reader */
#define OUT_WAIT_MS 5000		/* how long a full buffer holds the run up */
#define LEAVE_WAIT_MS 15000		/* how long the reader has for the last frames */
#define FEEDBACK_BYTES 1024		/* one message on a process's stderr */
#define FEEDBACK_MAX 32			/* messages per process */
#define RUNNING_BYTES 192		/* of the argv of a running program, kept to be shown */
#define FEEDBACK_SHOWN 160		/* bytes of a path or an argument in one */
#define DENIED_MS 5000			/* a program that tries again does so sooner */
#define SYMLINKS_MAX 40			/* as the kernel */
#define SCRIPT_DEPTH_MAX 5		/* as the kernel */
#define SCRIPT_HEAD 256			/* bytes of `#!` line that the kernel reads */
#define OPEN_TRIES_MAX 4		/* a file appears and goes while it is being opened */
#define CONTROL_CLIENTS_MAX 16
#define CONTROL_FRAME_MAX 8192
/* Clauses of all policies that one run had: whoever records keeps their texts. */
#define CLAUSES_TOLD_MAX 65536
#define CHANNEL_FRAME_MAX 65536		/* after the image */
#define RECORDERS_MAX 4			/* processes that recorded, one after the other */
#define REASON_MAX 1024			/* what a person says about a decision */
#define HOLD_BY_MAX 48			/* who that was */
#define MESSAGE_BYTES_MAX (1024 * 1024) /* data of one send */
#define MESSAGE_CONTROL_MAX 4096
#define MESSAGE_PARTS_MAX 1024	/* UIO_MAXIOV */
#define PASSED_FDS_MAX 253	/* SCM_MAX_FD */
#define XATTR_VALUE_BYTES 65536 /* XATTR_SIZE_MAX */
#define XATTR_NAME_BYTES 256
#define EARLY_MS 1000	   /* a child whose parent's fork event never came is ended */
#define SIGNAL_POLL_MS 100 /* how often held callers are asked for pending signals */
#define ACT_FDS 32	   /* descriptors that one operation holds */
#define ACT_TEXT 65536	   /* bytes of names that one operation holds */

#endif
