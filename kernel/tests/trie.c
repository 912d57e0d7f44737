/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An automaton for literal names and prefixes: the tree of their bytes, with one more state after
 * each prefix for the bytes that lead out of the tree. States that say something come last.
 */
#include <stdlib.h>
#include <string.h>

#include "image-builder.h"

#define ATOMS_MAX 16
#define NONE 0xffffffffu

struct atoms {
	u32 n;
	u16 at[ATOMS_MAX];
};

struct trie_node {
	u32 child[256]; /* 0: none; the root is nobody's child */
	u32 parent;
	struct atoms names;    /* said when the bytes end here */
	struct atoms prefixes; /* said from here on */
	u32 state;
	u32 rest; /* state of whatever follows the prefix and is not in the tree */
};

/* An automaton being written. */
struct table {
	struct trie *trie;
	u8 classes[256];
	u32 n_classes;
	u32 n_states;
	u32 emit_from;
	u16 *cells;
	struct rein_state *states;
};

static void add_atom(struct atoms *atoms, u16 atom)
{
	u32 at = atoms->n;

	if (at == ATOMS_MAX)
		abort();
	for (; at && atoms->at[at - 1] > atom; at--)
		atoms->at[at] = atoms->at[at - 1];
	atoms->at[at] = atom;
	atoms->n++;
}

static u32 new_node(struct trie *trie, u32 parent)
{
	if (trie->n_nodes == trie->room) {
		trie->room = 2 * trie->room + 16;
		trie->nodes = realloc(trie->nodes, trie->room * sizeof(*trie->nodes));
		if (!trie->nodes)
			abort();
	}
	memset(&trie->nodes[trie->n_nodes], 0, sizeof(*trie->nodes));
	trie->nodes[trie->n_nodes].parent = parent;
	return trie->n_nodes++;
}

void trie_add(struct trie *trie, const char *bytes, u16 atom, int is_prefix)
{
	u32 at = trie->n_nodes ? 0 : new_node(trie, NONE);

	for (; *bytes; bytes++) {
		u8 byte = (u8)*bytes;

		if (!trie->nodes[at].child[byte]) {
			u32 child = new_node(trie, at);

			trie->nodes[at].child[byte] = child;
		}
		at = trie->nodes[at].child[byte];
	}
	add_atom(is_prefix ? &trie->nodes[at].prefixes : &trie->nodes[at].names, atom);
}

/* The prefixes that `at` has gone past, its own among them. Answers the longest one's node. */
static u32 prefixes_of(const struct trie *trie, u32 at, struct atoms *atoms)
{
	u32 longest = NONE;

	for (; at != NONE; at = trie->nodes[at].parent) {
		const struct atoms *own = &trie->nodes[at].prefixes;

		if (own->n && longest == NONE)
			longest = at;
		for (u32 i = 0; i < own->n; i++)
			add_atom(atoms, own->at[i]);
	}
	return longest;
}

static void number(struct table *table)
{
	struct trie *trie = table->trie;

	table->n_states = 1;
	for (u32 says = 0; says < 2; says++) {
		if (says)
			table->emit_from = table->n_states;
		for (u32 i = 0; i < trie->n_nodes; i++) {
			struct atoms atoms = { 0 };

			prefixes_of(trie, i, &atoms);
			if ((atoms.n != 0) == says)
				trie->nodes[i].state = table->n_states++;
			if (says && trie->nodes[i].prefixes.n)
				trie->nodes[i].rest = table->n_states++;
		}
	}
	table->n_classes = 1;
	for (u32 i = 0; i < trie->n_nodes; i++) {
		for (u32 byte = 0; byte < 256; byte++) {
			if (trie->nodes[i].child[byte] && !table->classes[byte])
				table->classes[byte] = (u8)table->n_classes++;
		}
	}
}

static u32 write_set(struct builder *builder, const struct atoms *atoms)
{
	struct buffer *sets = &builder->sections[REIN_SEC_SETS];
	struct buffer *members = &builder->sections[REIN_SEC_SET_ATOMS];
	struct rein_span set = { (u32)(members->bytes / sizeof(u16)), atoms->n };

	if (!atoms->n)
		return 0;
	buffer_add(members, atoms->at, atoms->n * sizeof(u16));
	buffer_add(sets, &set, sizeof(set));
	return (u32)(sets->bytes / sizeof(set)) - 1;
}

static void fill_state(struct table *table, struct builder *builder, u32 at)
{
	const struct trie_node *node = &table->trie->nodes[at];
	struct atoms atoms = { 0 };
	u32 longest = prefixes_of(table->trie, at, &atoms);
	u32 out = longest == NONE ? 0 : table->trie->nodes[longest].rest;
	u32 said = write_set(builder, &atoms);

	for (u32 i = 0; i < table->n_classes; i++) {
		table->cells[node->state * table->n_classes + i] = (u16)out;
		if (node->rest)
			table->cells[node->rest * table->n_classes + i] = (u16)out;
	}
	for (u32 byte = 0; byte < 256; byte++) {
		if (node->child[byte])
			table->cells[node->state * table->n_classes + table->classes[byte]] =
				(u16)table->trie->nodes[node->child[byte]].state;
	}
	table->states[node->state].emit = said;
	table->states[node->state].accept = write_set(builder, &node->names);
	if (node->rest)
		table->states[node->rest].emit = said;
}

void trie_write(struct trie *trie, struct builder *builder, enum rein_automaton_kind kind)
{
	struct buffer *sections = builder->sections;
	struct table table = { .trie = trie };
	struct rein_automaton automaton = { .kind = kind };

	if (!trie->n_nodes)
		return;
	number(&table);
	table.cells = calloc((size_t)table.n_states * table.n_classes, sizeof(u16));
	table.states = calloc(table.n_states, sizeof(struct rein_state));
	if (!table.cells || !table.states || table.n_states > REIN_STATES_MAX)
		abort();
	for (u32 i = 0; i < trie->n_nodes; i++)
		fill_state(&table, builder, i);
	automaton.n_states = table.n_states;
	automaton.n_classes = table.n_classes;
	automaton.start = trie->nodes[0].state;
	automaton.emit_from = table.emit_from;
	automaton.classes = (u32)sections[REIN_SEC_CLASSES].bytes;
	automaton.cells = (u32)(sections[REIN_SEC_CELLS].bytes / sizeof(u16));
	automaton.states = (u32)(sections[REIN_SEC_STATES].bytes / sizeof(struct rein_state));
	buffer_add(&sections[REIN_SEC_CLASSES], table.classes, 256);
	buffer_add(&sections[REIN_SEC_CELLS], table.cells,
		   (size_t)table.n_states * table.n_classes * sizeof(u16));
	buffer_add(&sections[REIN_SEC_STATES], table.states,
		   table.n_states * sizeof(struct rein_state));
	buffer_add(&sections[REIN_SEC_AUTOMATA], &automaton, sizeof(automaton));
	free(table.cells);
	free(table.states);
	free(trie->nodes);
	*trie = (struct trie){ 0 };
}
