/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathering what an image is to hold. Tests are free to allocate, and to stop when they cannot.
 */
#include <stdlib.h>
#include <string.h>

#include "image-builder.h"

void *buffer_add(struct buffer *buffer, const void *bytes, size_t n)
{
	if (buffer->bytes + n > buffer->room) {
		buffer->room = 2 * (buffer->room + n);
		buffer->at = realloc(buffer->at, buffer->room);
		if (!buffer->at)
			abort();
	}
	if (n)
		memcpy(buffer->at + buffer->bytes, bytes, n);
	buffer->bytes += n;
	return buffer->at + buffer->bytes - n;
}

static struct rein_span add_string(struct builder *builder, const char *text)
{
	struct buffer *strings = &builder->sections[REIN_SEC_STRINGS];
	struct rein_span span = { (u32)strings->bytes, (u32)strlen(text) };

	buffer_add(strings, text, span.len);
	return span;
}

void builder_start(struct builder *builder, u32 labels, u32 gates, u32 patterns)
{
	struct rein_span none = { 0, 0 };

	*builder = (struct builder){ 0 };
	builder->header = (struct rein_header){
		.version = REIN_IMAGE_VERSION,
		.header_bytes = sizeof(struct rein_header),
		.flags = REIN_FLAG_FLOW,
		.atoms = (u16)((PATTERN(patterns) + 63) / 64 * 64),
		.label_atom = REIN_LABEL_ATOM,
		.gate_atom = GATE(0),
		.gate_words = 2,
		.lineage_atom = LINEAGE(0),
		.lineage_words = 2,
		.standing_atom = STANDING(0),
		.standing_words = 1,
		.arg_atom = ARG(0),
		.arg_atoms = 64,
		.flow_labels = (labels < 64 ? (1ull << labels) - 1 : ~0ull) & ~3ull,
	};
	memcpy(builder->header.magic, REIN_IMAGE_MAGIC, 8);
	buffer_add(&builder->sections[REIN_SEC_SETS], &none, sizeof(none));
	for (u32 i = 0; i < labels; i++) {
		struct rein_span name = add_string(builder, "LÄBEL");

		buffer_add(&builder->sections[REIN_SEC_LABELS], &name, sizeof(name));
	}
	for (u32 i = 0; i < gates; i++) {
		struct rein_gate gate = { add_string(builder, "exec \"pytest\""), none };

		buffer_add(&builder->sections[REIN_SEC_GATES], &gate, sizeof(gate));
	}
}

void builder_name(struct builder *builder, enum rein_automaton_kind kind, const char *name,
		  u16 atom)
{
	trie_add(&builder->tries[kind], name, atom, 0);
}

void builder_prefix(struct builder *builder, enum rein_automaton_kind kind, const char *prefix,
		    u16 atom)
{
	trie_add(&builder->tries[kind], prefix, atom, 1);
}

void builder_cut(struct builder *builder, enum rein_automaton_kind kind)
{
	trie_write(&builder->tries[kind], builder, kind);
}

u32 builder_clause(struct builder *builder, enum rein_effect effect)
{
	struct buffer *clauses = &builder->sections[REIN_SEC_CLAUSES];
	struct buffer *rules = &builder->sections[REIN_SEC_RULES];
	u32 number = (u32)(clauses->bytes / sizeof(struct rein_clause));
	struct rein_rule rule = {
		.name = add_string(builder, "rule"),
		.reason = add_string(builder, "because"),
		.line = number + 1,
	};
	struct rein_clause clause = {
		.rule = (u32)(rules->bytes / sizeof(rule)),
		.line = number + 1,
		.effect = (u16)effect,
		.hint = add_string(builder, "ask first"),
		.text = add_string(builder, "block exec \"git\""),
	};

	buffer_add(rules, &rule, sizeof(rule));
	buffer_add(clauses, &clause, sizeof(clause));
	return number;
}

u32 builder_row(struct builder *builder, struct row row)
{
	struct buffer *rows = &builder->sections[REIN_SEC_ROWS];
	struct buffer *literals = &builder->sections[REIN_SEC_LITERALS];
	struct rein_row written = {
		.ops = row.ops,
		.action = row.action,
		.flags = row.flags,
		.operand = row.operand,
		.literals = (u32)(literals->bytes / sizeof(u16)),
		.owner = row.owner,
	};

	while (written.n_literals < REIN_LITERALS_MAX && row.literals[written.n_literals])
		written.n_literals++;
	buffer_add(literals, row.literals, written.n_literals * sizeof(u16));
	builder->header.ops_concerned |= row.ops;
	buffer_add(rows, &written, sizeof(written));
	return (u32)(rows->bytes / sizeof(written)) - 1;
}

u32 builder_rule(struct builder *builder, enum rein_effect effect, u16 ops, u16 first, u16 second)
{
	u32 clause = builder_clause(builder, effect);

	builder_row(builder, (struct row){ .ops = ops,
					   .action = REIN_ACT_RULE,
					   .operand = (u16)effect,
					   .owner = clause,
					   .literals = { first, first ? second : 0 } });
	return clause;
}

void builder_needs_gate(struct builder *builder, u32 clause, u16 gate)
{
	struct buffer *atoms = &builder->sections[REIN_SEC_SET_ATOMS];
	struct rein_clause *clauses = (void *)builder->sections[REIN_SEC_CLAUSES].at;

	if (!clauses[clause].n_gates++)
		clauses[clause].gates = (u32)(atoms->bytes / sizeof(gate));
	buffer_add(atoms, &gate, sizeof(gate));
}

u32 builder_exit(struct builder *builder, u16 gate, u8 status)
{
	struct buffer *exits = &builder->sections[REIN_SEC_EXITS];
	struct rein_exit slot = { .gate = gate, .status = status };

	buffer_add(exits, &slot, sizeof(slot));
	return (u32)(exits->bytes / sizeof(slot)) - 1;
}
