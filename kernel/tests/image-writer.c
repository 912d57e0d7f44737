/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing an image: the index over the rows, then the sections one after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "core/crc32.h"
#include "image-builder.h"

static enum rein_table table_of(u8 action)
{
	if (action == REIN_ACT_RULE)
		return REIN_TABLE_RULES;
	if (action == REIN_ACT_STANDING_RULE)
		return REIN_TABLE_STANDING;
	return action < REIN_ACT_GATE_OPEN ? REIN_TABLE_FLOW : REIN_TABLE_GATES;
}

/* The atom that a row is listed under: the last one it needs. 0 when it needs none. */
static u32 listed_under(const struct builder *builder, const struct rein_row *row)
{
	const u16 *literals = (const u16 *)(const void *)builder->sections[REIN_SEC_LITERALS].at;

	for (u32 i = row->n_literals; i; i--) {
		if (!(literals[row->literals + i - 1] & REIN_NEGATED))
			return literals[row->literals + i - 1];
	}
	return 0;
}

static void write_index(struct builder *builder)
{
	struct buffer *rows = &builder->sections[REIN_SEC_ROWS];
	struct buffer *listed = &builder->sections[REIN_SEC_INDEX_ROWS];

	for (u32 i = 0; i < (u32)REIN_TABLES * builder->header.atoms; i++) {
		u32 table = i / builder->header.atoms, atom = i % builder->header.atoms;
		struct rein_span span = { (u32)(listed->bytes / sizeof(u32)), 0 };

		for (u32 j = 0; j < rows->bytes / sizeof(struct rein_row); j++) {
			const void *at = rows->at + j * sizeof(struct rein_row);
			const struct rein_row *row = at;
			u32 under = listed_under(builder, row);

			if (table_of(row->action) != table)
				continue;
			if (under ? under != atom : atom >= REIN_OPS || !(row->ops & 1u << atom))
				continue;
			buffer_add(listed, &j, sizeof(j));
			span.len++;
		}
		buffer_add(&builder->sections[REIN_SEC_INDEX], &span, sizeof(span));
	}
}

void seal(void *blob)
{
	struct rein_header *header = blob;

	header->crc32 = rein_image_crc(blob, header->total_bytes);
}

void *builder_finish(struct builder *builder, u64 *bytes)
{
	static const u32 element[REIN_SECTIONS] = { 32, 1, 2, 8, 8,  2,  16, 2,
						    8,	4, 4, 32, 24, 16, 8,  1 };
	struct buffer blob = { 0 };
	struct rein_header *header;

	for (u32 kind = 0; kind < REIN_KINDS; kind++)
		builder_cut(builder, kind);
	write_index(builder);
	buffer_add(&blob, &builder->header, sizeof(builder->header));
	for (u32 i = 0; i < REIN_SECTIONS; i++) {
		struct buffer *section = &builder->sections[i];
		u64 padding = 0;

		builder->header.sections[i].off = (u32)blob.bytes;
		builder->header.sections[i].len = (u32)(section->bytes / element[i]);
		buffer_add(&blob, section->at, section->bytes);
		buffer_add(&blob, &padding, -blob.bytes % 8);
		free(section->at);
	}
	builder->header.total_bytes = (u32)blob.bytes;
	header = (void *)blob.at;
	*header = builder->header;
	seal(header);
	*bytes = blob.bytes;
	return blob.at;
}
