/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policy image: the one blob that `language/` writes and the decision core reads.
 * Prose: docs/reference/policy-image.md. TypeScript twin: contract/src/image.ts and limits.ts;
 * test/abi.test.ts compiles this header and compares every size, offset and number with them.
 * Little-endian, explicit widths, no padding holes. Freestanding: no libc.
 */
#ifndef REIN_IMAGE_H
#define REIN_IMAGE_H

#ifndef __bpf__
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
#endif

#define REIN_IMAGE_MAGIC "REINIMG" /* with its NUL: 8 bytes */
#define REIN_IMAGE_VERSION 2

#define REIN_LABELS_MAX 64
#define REIN_GATES_MAX 1024
#define REIN_LINEAGES_MAX 256
#define REIN_EXITS_MAX 256
#define REIN_STANDING_MAX 512
#define REIN_ATOMS_MAX 8192
#define REIN_ROWS_MAX 65535
#define REIN_LITERALS_MAX 64
#define REIN_CLAUSES_MAX 16384
#define REIN_STATES_MAX 65535
#define REIN_AUTOMATA_MAX 16
#define REIN_PATH_MAX 4096
#define REIN_ARGV_MAX 131072
#define REIN_NAMES_MAX 8
#define REIN_MATCHES_MAX 32
#define REIN_IMAGE_MAX (64 * 1024 * 1024)

#define REIN_GATE_WORDS (REIN_GATES_MAX / 64)
#define REIN_LINEAGE_WORDS (REIN_LINEAGES_MAX / 64)
#define REIN_EXIT_WORDS (REIN_EXITS_MAX / 64)
#define REIN_STANDING_WORDS (REIN_STANDING_MAX / 64)
#define REIN_ATOM_WORDS (REIN_ATOMS_MAX / 64)
#define REIN_CLAUSE_WORDS (REIN_CLAUSES_MAX / 64)

enum rein_op { REIN_EXEC, REIN_READ, REIN_WRITE, REIN_UNLINK, REIN_CONNECT, REIN_RECV, REIN_OPS };
#define REIN_OP(op) (1u << (op))

enum rein_effect { REIN_NONE, REIN_NOTIFY, REIN_ASK, REIN_BLOCK, REIN_KILL };
enum rein_automaton_kind { REIN_PATH, REIN_ARG, REIN_ENDPOINT, REIN_HOST, REIN_TREE, REIN_KINDS };
enum rein_table {
	REIN_TABLE_FLOW,
	REIN_TABLE_RULES,
	REIN_TABLE_GATES,
	REIN_TABLE_STANDING,
	REIN_TABLES,
};

enum rein_action {
	REIN_ACT_RULE,
	REIN_ACT_ADD_LABEL,
	REIN_ACT_DROP_LABEL,
	REIN_ACT_LINEAGE,
	REIN_ACT_GATE_OPEN,
	REIN_ACT_GATE_CLOSE,
	REIN_ACT_ARM_EXIT,
	REIN_ACT_STAND,
	REIN_ACT_STANDING_RULE,
};

#define REIN_ROW_ASSUME 1u
#define REIN_ROW_OBJECT 2u
#define REIN_NEGATED 0x8000u
#define REIN_LABEL_ATOM 64u
#define REIN_FLAG_FLOW 1u
#define REIN_FLAG_HOST_NAMES 2u

enum rein_guard {
	REIN_GUARD_IO_URING,
	REIN_GUARD_PTRACE,
	REIN_GUARD_PROC_MEM,
	REIN_GUARD_MOUNT,
	REIN_GUARD_NAMESPACES,
	REIN_GUARD_BPF,
	REIN_GUARD_MODULES,
	REIN_GUARD_HANDLES,
	REIN_GUARD_FOREIGN_ABI,
	REIN_GUARD_CONTROL,
	REIN_GUARDS,
};

enum rein_section {
	REIN_SEC_AUTOMATA,
	REIN_SEC_CLASSES,
	REIN_SEC_CELLS,
	REIN_SEC_STATES,
	REIN_SEC_SETS,
	REIN_SEC_SET_ATOMS,
	REIN_SEC_ROWS,
	REIN_SEC_LITERALS,
	REIN_SEC_INDEX,
	REIN_SEC_INDEX_ROWS,
	REIN_SEC_EXITS,
	REIN_SEC_CLAUSES,
	REIN_SEC_RULES,
	REIN_SEC_GATES,
	REIN_SEC_LABELS,
	REIN_SEC_STRINGS,
	REIN_SECTIONS,
};

/* `off` and `len` count elements of the section that the owner names. */
struct rein_span {
	u32 off;
	u32 len;
};

struct rein_header {
	char magic[8];
	u16 version;
	u16 header_bytes;
	u32 total_bytes;
	u32 crc32;
	u32 ops_concerned;
	u32 guards;
	u32 flags;
	u16 atoms;
	u16 label_atom;
	u16 gate_atom;
	u16 gate_words;
	u16 lineage_atom;
	u16 lineage_words;
	u16 arg_atom;  /* the atoms that ARG automata say, and only they: unknown when argv */
	u16 arg_atoms; /* was longer than the engine reads */
	u64 flow_labels;
	u8 policy_digest[32];
	u16 standing_atom;
	u16 standing_words;
	u16 lineage_mark;  /* tells these lineages from those of another policy */
	u16 standing_mark; /* the same of what stands */
	struct rein_span sections[REIN_SECTIONS]; /* off in bytes, len in elements */
};

/* State 0 is dead: no way out, says nothing. States from `emit_from` on say their `emit` set
 * when they are entered (the tail of the pattern is `**`: the rest of the path cannot undo it). */
struct rein_automaton {
	u32 kind;
	u32 n_states;
	u32 n_classes;
	u32 start;
	u32 emit_from;
	u32 classes; /* first byte in CLASSES */
	u32 cells;   /* first cell in CELLS */
	u32 states;  /* first element in STATES */
};

struct rein_state {
	u32 accept; /* set that holds when the bytes end here */
	u32 emit;   /* set that holds as soon as this state is entered */
};

struct rein_row {
	u16 ops; /* fires only on an aspect that has one of these */
	u8 action;
	u8 flags;
	u16 n_literals;
	u16 operand;
	u32 literals; /* first in LITERALS */
	u32 owner;    /* clause for a rule, standing or not; else number of the source line */
};

struct rein_exit {
	u16 gate;
	u8 status;
	u8 reserved;
};

struct rein_clause {
	u32 rule;
	u32 line; /* in the policy text, from 1; 0 for a built-in rule */
	u16 effect;
	u16 n_gates;
	u32 gates; /* first in SET_ATOMS: gate numbers that would make it pass */
	struct rein_span hint; /* STRINGS: what would make it pass, one sentence */
	struct rein_span text; /* STRINGS: the clause as written */
};

struct rein_rule {
	struct rein_span name;
	struct rein_span reason;
	u32 line;
	u32 builtin;
};

struct rein_gate {
	struct rein_span text;   /* STRINGS: the gate as written, `since` and all */
	struct rein_span opener; /* STRINGS: the event that opens it: `exec "pytest" exits 0` */
};

#define REIN_SIZE(type, size) _Static_assert(sizeof(struct type) == (size), #type)
REIN_SIZE(rein_span, 8);
REIN_SIZE(rein_header, 96 + 8 * REIN_SECTIONS);
REIN_SIZE(rein_automaton, 32);
REIN_SIZE(rein_state, 8);
REIN_SIZE(rein_row, 16);
REIN_SIZE(rein_exit, 4);
REIN_SIZE(rein_clause, 32);
REIN_SIZE(rein_rule, 24);
REIN_SIZE(rein_gate, 16);
_Static_assert(REIN_GUARDS <= 32 && REIN_OPS <= 16, "masks");
_Static_assert(REIN_ATOMS_MAX <= REIN_NEGATED && REIN_ATOM_WORDS % 64 == 0, "atoms");

#endif
