/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hooks and their loader share: the values of the maps and the records of the ring buffer.
 * Explicit widths, no padding holes.
 */
#ifndef REIN_BPF_SHARED_H
#define REIN_BPF_SHARED_H

#include "../core/core.h"
#include "../host/tell/budget-kind.h"

#define REIN_RUNS_MAX 64
#define REIN_CHUNK_SHIFT 18 /* a policy image is an array of 256 KiB chunks */
#define REIN_CHUNK_BYTES (1u << REIN_CHUNK_SHIFT)
#define REIN_HEAD_BYTES 65536u /* header, automata and byte classes lie in here */
#define REIN_RING_BYTES (1u << 20)
#define REIN_SCRATCHES 64 /* decisions under way at once */
#define REIN_FILE_LABELS_MAX 131072 /* objects that carry labels, of all runs */
#define REIN_RUN_LABELS_MAX 65536 /* of one run: it cannot take the room of another */
#define REIN_HOLDS_MAX 1024
#define REIN_NAME_MAX 256
#define REIN_SHOWN_ARGV 4096

enum rein_run_state { REIN_RUN_FREE, REIN_RUN_LIVE, REIN_RUN_ENDED };

/* What happened; and from the fourth on why something was not enforced, kept or reported. */
enum rein_count {
	REIN_COUNT_DECISIONS,
	REIN_COUNT_MATCHES,
	REIN_COUNT_PROCESSES, /* that the run made */
	REIN_COUNT_EVENTS_LOST,
	REIN_COUNT_NO_SCRATCH,
	REIN_COUNT_NO_LABEL_ROOM,
	REIN_COUNT_NO_POLICY,
	REIN_COUNT_PATH_UNKNOWN,
	REIN_COUNT_FORK_REFUSED,
	REIN_COUNT_PASSES, /* of automata over a name */
	REIN_COUNTS,
};

/* How often the run may do something: see budget.bpf.h. */
struct rein_budget {
	long long left; /* of processes: how many there may be */
	u32 limited;
	u32 reserved;
	u64 opens[REIN_GATE_WORDS]; /* gates, when it is used up */
};

/* The first two never move: `rein-engine clean` reads them in the hooks of other versions too. */
struct rein_bpf_run {
	u32 state;
	u32 processes;
	u32 unanswered; /* nobody answers: an ask is a denial */
	u32 cancelled;	/* it is being ended: nothing new starts */
	u32 serial;	/* of the run, never 0: a slot is used again, this is not */
	u32 root;	/* the run's first process, 0 before it is governed */
	u32 labelled;	/* objects that carry labels of the run */
	u32 names;	/* how often a host name was learnt */
	struct rein_run run;
	u64 counts[REIN_COUNTS];
	u64 secret; /* of the digests of held actions */
	u64 holds;  /* asked so far: their ids */
	struct rein_budget budgets[REIN_BUDGETS];
};

_Static_assert(__builtin_offsetof(struct rein_bpf_run, state) == 0, "state");
_Static_assert(__builtin_offsetof(struct rein_bpf_run, processes) == 4, "processes");

/* In `engines`, with the slot: a keeper is as safe from signals, but its end changes nothing. */
#define REIN_ENGINE_KEEPER 0x80000000u

/* With a process, in the storage of its group leader. */
struct rein_proc {
	u32 run;
	u32 flags;
	struct rein_task task;
	u32 ended;
	u32 serial; /* of its run */
	/* An exec that was let through and has not happened yet. */
	struct rein_task next;
	u64 opens[REIN_GATE_WORDS];
	u64 closes[REIN_GATE_WORDS];
};

#define REIN_PROC_ROOT 1u
#define REIN_PROC_PENDING 2u

enum rein_object_kind { REIN_OBJECT_FILE, REIN_OBJECT_SOCKET, REIN_OBJECT_ENDPOINT };

/* What carries labels: a file or pipe; a socket, by the address of the kernel's structure, as long
 * as that lives; or an internet endpoint, whose address is in the first 16 bytes. */
struct rein_file_key {
	u64 ino; /* 0: nothing that carries labels */
	u32 dev;
	u32 generation;
	u32 run;
	u16 kind; /* enum rein_object_kind */
	u16 port;
};

/* The name patterns of the policy that an address meets. */
#define REIN_HOSTS_MAX 8192
#define REIN_HOST_ATOMS_MAX 64

struct rein_host_key {
	u8 ip[16]; /* IPv4 mapped */
	u32 run;
	u32 policy; /* serial of the image whose atoms these are */
};

struct rein_host {
	u32 n;
	u16 atoms[REIN_HOST_ATOMS_MAX];
};

enum rein_record_kind {
	REIN_RECORD_MATCH,
	REIN_RECORD_HOLD,
	REIN_RECORD_GUARD,
	REIN_RECORD_GATE,
	REIN_RECORD_LABEL,
	REIN_RECORD_EMPTY,
	REIN_RECORD_EXIT,
};

/* Names of the calls that a record can be about. */
enum rein_call {
	REIN_CALL_EXEC,
	REIN_CALL_OPEN,
	REIN_CALL_TRUNCATE,
	REIN_CALL_UNLINK,
	REIN_CALL_RMDIR,
	REIN_CALL_MKDIR,
	REIN_CALL_MKNOD,
	REIN_CALL_SYMLINK,
	REIN_CALL_LINK,
	REIN_CALL_RENAME,
	REIN_CALL_CHMOD,
	REIN_CALL_CHOWN,
	REIN_CALL_XATTR,
	REIN_CALL_UTIMES,
	REIN_CALL_CONNECT,
	REIN_CALL_BIND,
	REIN_CALL_SEND,
	REIN_CALL_RECV,
	REIN_CALL_ACCEPT,
	REIN_CALL_READ,
	REIN_CALL_WRITE,
	REIN_CALL_RECEIVE,
	REIN_CALL_EXIT,
	REIN_CALL_GUARD,
	REIN_CALLS,
};

enum rein_hold_state { REIN_HOLD_PENDING, REIN_HOLD_APPROVED, REIN_HOLD_DENIED };

/* An approval is of exactly this action: of this thread, with these names and this argv. Two
 * threads never share a hold: one could use it up while the other stops to wait for it. */
struct rein_hold_key {
	u64 digest[2]; /* keyed with the run's secret */
	u32 run;
	u32 tid;
};

struct rein_hold {
	u64 id;
	u32 state; /* enum rein_hold_state */
	u32 reserved;
};

struct rein_record {
	u32 bytes; /* of the whole record */
	u16 kind;
	u16 call;
	u64 time_ns; /* CLOCK_BOOTTIME */
	u32 pid;
	u32 tid;
	u32 ppid;
	u32 op;
	u8 effect;
	u8 outcome; /* enum rein_record_outcome */
	u16 decisive;
	u16 n_matches;
	u16 n_more;
	u16 matches[REIN_MATCHES_MAX];
	u64 labels;
	u64 gained;
	u64 hold;
	struct rein_hold_key hold_key;
	u32 run;
	u32 guard;
	u32 gate;
	u32 args_truncated;
	u16 target_bytes;
	u16 target2_bytes;
	u16 argv_bytes;
	u16 key; /* enum rein_key of the target */
	u16 spared;
	u16 reserved;
	s32 status; /* REIN_RECORD_EXIT: as wait() says it */
	u16 exe_bytes;
	u16 cwd_bytes;
	u32 policy; /* serial of the image that it was decided under */
	u64 gates[REIN_GATE_WORDS];  /* open when it was decided */
	u64 opens[REIN_GATE_WORDS];  /* REIN_RECORD_GATE: what changed */
	u64 closes[REIN_GATE_WORDS];
};

/* Texts after the fixed part, in this order: target, second target, argv, exe, cwd. */
#define REIN_TEXTS 5
#define REIN_RECORD_TEXT (REIN_TEXTS * REIN_PATH_MAX)

enum rein_record_outcome { REIN_OUT_ALLOWED, REIN_OUT_BLOCKED, REIN_OUT_KILLED, REIN_OUT_HELD };

_Static_assert(sizeof(struct rein_file_key) == 24, "rein_file_key");
_Static_assert(sizeof(struct rein_proc) == 16 + 2 * sizeof(struct rein_task) + 256, "rein_proc");

#endif
