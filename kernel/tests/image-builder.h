/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy image made by hand, for tests and the bench. Atoms are laid out once and for all:
 * operations, labels, two words of gates, two of lineage, one of what stands, one of arguments, and
 * then patterns.
 * Patterns are literal names, or a literal prefix and anything after it.
 */
#ifndef REIN_TEST_IMAGE_BUILDER_H
#define REIN_TEST_IMAGE_BUILDER_H

#include <stddef.h>

#include "core/core.h"

#define LABEL(n) (REIN_LABEL_ATOM + (n))
#define GATE(n) (128u + (n))
#define LINEAGE(n) (256u + (n))
#define STANDING(n) (384u + (n))
#define ARG(n) (448u + (n))
#define PATTERN(n) (512u + (n))
#define NOT(atom) ((atom) | REIN_NEGATED)

struct buffer {
	u8 *at;
	size_t bytes;
	size_t room;
};

struct trie_node;

/* The patterns of one automaton, as a tree of their bytes. */
struct trie {
	struct trie_node *nodes;
	u32 n_nodes;
	u32 room;
};

struct builder {
	struct buffer sections[REIN_SECTIONS];
	struct rein_header header;
	struct trie tries[REIN_KINDS];
};

/* What `builder_row` is told; literals end with 0, which no row needs. */
struct row {
	u16 ops;
	u8 action;
	u8 flags;
	u16 operand;
	u32 owner;
	u16 literals[REIN_LITERALS_MAX + 1];
};

/* `gates` and `labels` of them, the labels AGENT and COMMAND first; one atom per pattern. */
void builder_start(struct builder *builder, u32 labels, u32 gates, u32 patterns);

/* `atom` is said of exactly `name`. */
void builder_name(struct builder *builder, enum rein_automaton_kind kind, const char *name,
		  u16 atom);
/* `atom` is said of whatever begins with `prefix`. */
void builder_prefix(struct builder *builder, enum rein_automaton_kind kind, const char *prefix,
		    u16 atom);
/* Ends the automaton of `kind` here; further patterns make another one. */
void builder_cut(struct builder *builder, enum rein_automaton_kind kind);

/* A rule of one clause; the answer is the clause's number. */
u32 builder_clause(struct builder *builder, enum rein_effect effect);
/* A row; the answer is its number. */
u32 builder_row(struct builder *builder, struct row row);
/* A clause with one row: the effect on `ops` when all the literals hold. */
u32 builder_rule(struct builder *builder, enum rein_effect effect, u16 ops, u16 first, u16 second);
/* Notes that an open `gate` would let the clause pass; all gates of a clause in one go. */
void builder_needs_gate(struct builder *builder, u32 clause, u16 gate);
/* An exit slot. */
u32 builder_exit(struct builder *builder, u16 gate, u8 status);

/* The finished image, to be freed. The builder is spent. */
void *builder_finish(struct builder *builder, u64 *bytes);
/* Writes the checksum of an image that was changed. */
void seal(void *blob);

/* The parts that live in other files. */
void *buffer_add(struct buffer *buffer, const void *bytes, size_t n);
void trie_add(struct trie *trie, const char *bytes, u16 atom, int is_prefix);
void trie_write(struct trie *trie, struct builder *builder, enum rein_automaton_kind kind);

#endif
