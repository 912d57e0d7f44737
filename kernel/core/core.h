/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision core: what a policy image says about one event. Freestanding C, no allocation, no
 * libc, bounded loops; a host (seccomp supervisor, BPF hooks) describes the event, asks, performs
 * or refuses the operation, and commits. Semantics: docs/reference/semantics.md; the reference
 * model in language/src/model says the same in TypeScript and is tested against this.
 */
#ifndef REIN_CORE_H
#define REIN_CORE_H

#include "image.h"

/* What the core keeps with a process (by thread group). Inherited whole on fork but for `exits`. */
struct rein_task {
	u64 labels;                      /* information it carries */
	u64 shield;                      /* labels a declassifier keeps off it */
	u64 lineage[REIN_LINEAGE_WORDS]; /* `lineage-includes` patterns met by it or an ancestor */
	u64 exits[REIN_EXIT_WORDS];      /* exit slots armed: asked when this process ends */
	u64 standing[REIN_STANDING_WORDS]; /* what its program meets of exec clauses with labels */
};

/* What the core keeps with a run. */
struct rein_run {
	u64 gates[REIN_GATE_WORDS]; /* open gates */
};

struct rein_bytes {
	const u8 *at;
	u32 len;
};

enum rein_key { REIN_KEY_PATH, REIN_KEY_ENDPOINT };

/* One object that an event touches, and how. An exec has one, a rename two, a connect two. */
struct rein_aspect {
	u16 ops;    /* mask of REIN_OP() */
	u8 key;     /* enum rein_key: what the names are */
	u8 tree;    /* a directory moved as a whole: patterns anchored below it match too */
	u16 n_names;
	u16 n_atoms; /* host-name atoms of an endpoint */
	struct rein_bytes names[REIN_NAMES_MAX];
	const u16 *atoms;
	u64 labels; /* labels the object carries */
};

struct rein_event {
	u16 n_aspects; /* 1 or 2 */
	u8 args_truncated;
	u8 reserved;
	struct rein_aspect aspects[2];
	struct rein_bytes args; /* argv, each token ended by NUL; the first is skipped. Longer than
				 * REIN_ARGV_MAX counts as truncated */
	struct rein_bytes extra_arg; /* the script's path, an argument of its interpreter */
};

struct rein_verdict {
	u8 effect; /* enum rein_effect: the strongest */
	u8 starts; /* an exec: what stands is replaced, not added to */
	u16 decisive;  /* clause: lowest number among the strongest; valid unless effect is NONE */
	u16 n_matches; /* clauses in `matches`, ascending, each once */
	u16 n_more;    /* further matching clauses, counted only */
	u16 matches[REIN_MATCHES_MAX];
	struct rein_task next;    /* the subject after the operation */
	u64 object_labels[2];     /* labels to add to the object of each aspect */
	u64 opens[REIN_GATE_WORDS];  /* gates it opens */
	u64 closes[REIN_GATE_WORDS]; /* gates it closes; a gate in both stays open */
};

/* Scratch of one decision, 5 KiB; a BPF host keeps it in a per-CPU map. It may hold anything when a
 * decision begins: a word counts only once its `live` bit is set, so nothing large is cleared.
 * Read it through bits.h. */
struct rein_bits {
	u64 word[REIN_ATOM_WORDS];
	u64 live[REIN_ATOM_WORDS / 64];
	u64 clause[REIN_CLAUSE_WORDS];
	u64 clause_live[REIN_CLAUSE_WORDS / 64];
	u64 settled[REIN_CLAUSE_WORDS]; /* clauses that held before labels came */
	u64 settled_live[REIN_CLAUSE_WORDS / 64];
};

/* A checked image: pointers into the blob, which must stay mapped and as it was checked. */
struct rein_image {
	const u8 *base;
	const struct rein_header *header;
	u32 bad_section; /* where open() found the fault: enum rein_section, */
	u32 bad_element; /* and which element of it */
};

/* Why an image is refused. 0 is a good image; each code has a text in rein_image_error(). */
enum rein_image_fault {
	REIN_IMAGE_OK,
	REIN_IMAGE_SHORT,
	REIN_IMAGE_MAGIC_BAD,
	REIN_IMAGE_VERSION_BAD,
	REIN_IMAGE_SIZE_BAD,
	REIN_IMAGE_CRC_BAD,
	REIN_IMAGE_SECTION_BAD,
	REIN_IMAGE_LIMIT_BAD,
	REIN_IMAGE_INDEX_BAD,
	REIN_IMAGE_UNALIGNED,
	REIN_IMAGE_ROW_UNLISTED,
	REIN_IMAGE_TEXT_BAD,
	REIN_IMAGE_FAULTS,
};

/* Checks magic, version, size, checksum, and that every index in the image is in range; `blob` is
 * aligned to 8. An image that opens cannot make the core read outside of it. */
enum rein_image_fault rein_image_open(struct rein_image *image, const void *blob, u64 bytes);
const char *rein_image_error(enum rein_image_fault fault);

/* Decides; changes nothing. */
void rein_decide(const struct rein_image *image, const struct rein_run *run,
		 const struct rein_task *task, const struct rein_event *event,
		 struct rein_bits *bits, struct rein_verdict *verdict);

/* What the clauses of its running program say to labels that come to a process by no call of its
 * own: through what it has open. Changes nothing. */
void rein_decide_gain(const struct rein_image *image, const struct rein_run *run,
		      const struct rein_task *task, u64 labels, struct rein_bits *bits,
		      struct rein_verdict *verdict);

/* Applies a verdict's state to run and task after the operation went through. What other threads
 * of the process gained since the decision (an ask may wait for minutes) is kept. The host adds
 * `object_labels` to its objects. */
void rein_commit(struct rein_run *run, struct rein_task *task, const struct rein_verdict *verdict);

/* The first process of a run: it carries the built-in labels and nothing else. */
void rein_start(const struct rein_image *image, struct rein_task *task);

/* A child starts: all of the parent's state but the armed exits. */
void rein_fork(const struct rein_task *parent, struct rein_task *child);

/* A process ended by itself with `status` (0..255), or by a signal (-1). `opens` becomes the gates
 * that this opened and that were closed before. */
void rein_exit(const struct rein_image *image, struct rein_run *run, const struct rein_task *task,
	       s32 status, u64 opens[REIN_GATE_WORDS]);

/* A person approved `gate` (an `after approval "…"` gate). */
void rein_approve(struct rein_run *run, u32 gate);

/* Runs every automaton of `kind` over the bytes and sets the atoms they hold in `bits`, which the
 * caller has cleared (rein_bits_clear). No host asks about a name longer than REIN_PATH_MAX: it
 * refuses the operation; of a longer one only what its first bytes already decide is said. */
void rein_match(const struct rein_image *image, enum rein_automaton_kind kind,
		struct rein_bytes name, struct rein_bits *bits);

#endif
