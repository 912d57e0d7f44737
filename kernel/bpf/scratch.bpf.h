/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for one decision. Not per-CPU: on a preemptible kernel two tasks can be inside a hook on
 * one CPU, and each must have its own. A slot is taken with one compare-and-swap and given back on
 * the way out; when all are taken the operation is refused and counted.
 */
#ifndef REIN_SCRATCH_BPF_H
#define REIN_SCRATCH_BPF_H

#include "shared.h"

/* Said before the header does, so that it is static: see core.bpf.h. */
struct rein_asking;
static inline __attribute__((always_inline)) void
rein_fire_rows(const struct rein_asking *asking, enum rein_table table);
#include "../core/rows.h"

/* A path is written backwards into the first half and read forwards from anywhere in it, so that
 * start plus index stays inside for the verifier. */
struct rein_name {
	u8 at[2 * REIN_PATH_MAX + REIN_NAME_MAX];
};

#define REIN_SCRIPTS_MAX 2 /* a script, and one that is its interpreter; a power of two */

struct rein_script_path {
	u8 at[REIN_PATH_MAX];
};

/* What the looks at scripts leave for the look at the program that reads them. */
struct rein_scripts {
	u32 n;
	u32 len[REIN_SCRIPTS_MAX];
	u32 reserved;
	u64 labels;		  /* of their files */
	struct rein_file_key key; /* the script that was called */
	struct rein_script_path path[REIN_SCRIPTS_MAX];
};

#define REIN_MEMO_SLOTS 8192
#define REIN_MEMO_WORDS 13
#define REIN_MEMO_NAME_MAX 40 /* bytes of a last segment; longer ones are not remembered */
#define REIN_MEMO_ATOMS 16
#define REIN_MEMO_GATE_WORDS 2

struct rein_memo_key {
	u64 word[REIN_MEMO_WORDS];
};

/* Under which state an event with these operations came to nothing. */
struct rein_quiet {
	u64 ops; /* 0: it did come to something */
	u64 labels;
	u64 shield;
	u64 lineage[REIN_LINEAGE_WORDS];
	u64 gates[REIN_MEMO_GATE_WORDS];
	u64 carried; /* by the object; REIN_CANNOT_CARRY for one that has no labels at all */
};

#define REIN_CANNOT_CARRY 1ull /* label 0 says who acts: no object has it */

/* What is remembered in a slot: of a name its atoms, of a folder the states behind it. */
struct rein_memo {
	u32 count; /* of changes; odd during one */
	u32 n_atoms;
	struct rein_memo_key key;
	struct rein_quiet quiet;
	u16 atoms[REIN_MEMO_ATOMS]; /* or states */
};

/* What was remembered, or is to be, of the event at hand. */
struct rein_known {
	u32 slot;	/* REIN_MEMO_SLOTS: nothing */
	u32 serial;	/* of the image that it is about */
	u32 n_atoms;	/* said so far; more than REIN_MEMO_ATOMS are not remembered */
	u32 has_atoms;	/* those are the ones, no automaton is asked */
	u32 has_folder; /* the automata start from `states`, and the name is the last segment */
	u32 folder_bytes;
	u16 atoms[REIN_MEMO_ATOMS];
	u16 states[REIN_AUTOMATA_MAX];
	struct rein_memo_key key;
};

_Static_assert(REIN_MEMO_ATOMS == REIN_AUTOMATA_MAX, "a slot holds either");

static inline __attribute__((always_inline)) void rein_known_add(struct rein_known *known, u16 atom)
{
	if (known->n_atoms < REIN_MEMO_ATOMS)
		known->atoms[known->n_atoms & (REIN_MEMO_ATOMS - 1)] = atom;
	known->n_atoms++;
}

/* Where an automaton is in its bytes. In memory and not on the stack, so that the verifier does not
 * try to follow the numbers around the loop. */
struct rein_place_in {
	struct rein_automaton automaton;
	u32 cells; /* byte offset in the image */
	u32 len;
	u32 done; /* bytes walked */
	u32 state;
	u32 said; /* the emit set said last: a `**` tail says the same one at every byte */
	u32 reserved;
};

/* Where a reader is in argv: see argv.bpf.h. */
struct rein_argv_reader {
	u64 pgd;
	u64 direct;  /* where physical memory is mapped */
	u64 address; /* of the next page's first byte */
	u32 left;    /* tokens to come */
	u32 in_page; /* bytes in the window, */
	u32 at;	     /* and how many of them were taken */
	u32 five_levels;
	u32 first; /* in the first token, which names the program */
	u32 open;  /* a token was begun */
	u32 shown;
	u32 reserved;
	u64 digest[2];
};

/* An object that the event touches, and which of the names are its. */
struct rein_asked {
	u16 ops;
	u8 tree;
	u8 first;
	u32 n_names;
	u64 labels; /* it carries */
	struct rein_file_key key;
};

#ifndef REIN_NAME_BUFFERS
#define REIN_NAME_BUFFERS 8 /* a power of two */
#endif

/* Fields that are read one by one come first: an instruction reaches 32 KiB far. */
struct rein_scratch {
	u32 busy;
	u32 call;
	u32 n_aspects;
	u32 key; /* enum rein_key of the names */
	struct rein_asked aspects[2];
	u32 start[REIN_NAME_BUFFERS]; /* of the path in names[i] */
	u32 len[REIN_NAME_BUFFERS];
	u32 args_unknown;
	u32 argv_bytes; /* of argv, as shown: its first page lies in `argv` */
	u64 argv_digest[2];
	u64 mm; /* where argv is, for an exec */
	u64 argv_at;
	u32 argc;
	u32 text_bytes; /* in `text` */
	u32 n_host_atoms; /* of the endpoint: host names that its address has, */
	u32 hosts_serial; /* by the image with this serial */
	u16 host_atoms[REIN_HOST_ATOMS_MAX];
	u32 run;
	u32 serial; /* of the image that is decided under */
	u16 asked_ops; /* the aspect at hand */
	u16 asked_unknown;
	struct rein_known known;
	struct rein_place_in in;
	struct rein_argv_reader reader;
	struct rein_gain gain;
	struct rein_verdict verdict;
	struct rein_bits bits;
	struct rein_record record;
	u8 text[REIN_RECORD_TEXT];
	struct rein_name names[REIN_NAME_BUFFERS];
	struct rein_name window; /* a page of argv, or a path on its way into `text` */
	u8 argv[2 * REIN_SHOWN_ARGV];
};

#endif
