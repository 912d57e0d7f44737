/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a good image is told from: its frame, its header, its sections, its strings.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spoil.h"

TEST(image_that_is_good_opens)
{
	u64 bytes;
	void *blob = sample_image(&bytes);

	CHECK_EQ(try_image(blob, bytes), REIN_IMAGE_OK);
	free(blob);
}

TEST(image_frame_faults_are_told_apart)
{
	u64 bytes;
	u8 *blob = sample_image(&bytes);
	u8 *odd = malloc(bytes + 8);
	struct rein_header *header = (void *)blob;

	memcpy(odd + 1, blob, bytes);
	CHECK_EQ(try_image(odd + 1, bytes), REIN_IMAGE_UNALIGNED);
	CHECK_EQ(try_image(blob, 0), REIN_IMAGE_SHORT);
	CHECK_EQ(try_image(blob, sizeof(*header) - 1), REIN_IMAGE_SHORT);
	CHECK_EQ(try_image(blob, bytes - 8), REIN_IMAGE_SIZE_BAD);
	header->crc32 ^= 1;
	CHECK_EQ(try_image(blob, bytes), REIN_IMAGE_CRC_BAD);
	header->crc32 ^= 1;
	blob[bytes - 1] ^= 1;
	CHECK_EQ(try_image(blob, bytes), REIN_IMAGE_CRC_BAD);
	blob[bytes - 1] ^= 1;
	CHECK_EQ(try_image(blob, bytes), REIN_IMAGE_OK);
	free(odd);
	free(blob);
}

TEST(image_that_is_too_long_is_refused)
{
	u8 *blob = calloc(1, REIN_IMAGE_MAX + 8);
	struct rein_header *header = (void *)blob;
	u64 bytes;
	void *small = sample_image(&bytes);

	memcpy(blob, small, bytes);
	header->total_bytes = REIN_IMAGE_MAX + 8;
	seal(blob);
	CHECK_EQ(try_image(blob, REIN_IMAGE_MAX + 8), REIN_IMAGE_SIZE_BAD);
	free(small);
	free(blob);
}

TEST(image_header_fields_are_checked)
{
	const struct {
		size_t field, bytes;
		u64 value;
		enum rein_image_fault fault;
	} spoils[] = {
		{ FIELD(rein_header, magic), 0x31474d494e494552, REIN_IMAGE_MAGIC_BAD },
		{ FIELD(rein_header, version), 1, REIN_IMAGE_VERSION_BAD },
		{ FIELD(rein_header, header_bytes), 215, REIN_IMAGE_VERSION_BAD },
		{ FIELD(rein_header, ops_concerned), 1 << REIN_OPS, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, ops_concerned), EXEC, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, guards), 1 << REIN_GUARDS, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, flags), 4, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, atoms), 577, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, atoms), REIN_ATOMS_MAX + 64, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, atoms), 0, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, atoms), 512, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, label_atom), 0, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, label_atom), 128, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_atom), 64, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_atom), 129, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_atom), 192, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_words), 3, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_words), 0, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, gate_words), REIN_GATE_WORDS + 1, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, lineage_atom), 192, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, lineage_atom), 257, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, lineage_atom), 448, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, lineage_words), 0, REIN_IMAGE_INDEX_BAD },
		{ FIELD(rein_header, lineage_words), 5, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, standing_atom), 320, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, standing_atom), 385, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, standing_atom), 512, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, standing_words), 0, REIN_IMAGE_INDEX_BAD },
		{ FIELD(rein_header, standing_words), 9, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, arg_atom), 384, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, arg_atom), 449, REIN_IMAGE_INDEX_BAD },
		{ FIELD(rein_header, arg_atoms), 0, REIN_IMAGE_INDEX_BAD },
		{ FIELD(rein_header, arg_atoms), 65, REIN_IMAGE_INDEX_BAD },
		{ FIELD(rein_header, arg_atoms), 129, REIN_IMAGE_LIMIT_BAD },
		{ FIELD(rein_header, flow_labels), 1ull << 8, REIN_IMAGE_LIMIT_BAD },
	};

	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		enum rein_image_fault fault =
			spoilt_at(spoils[i].field, spoils[i].value, spoils[i].bytes);

		if (fault != spoils[i].fault)
			printf("header spoil %zu: %s\n", i, rein_image_error(fault));
		CHECK_EQ(fault, spoils[i].fault);
	}
}

TEST(image_sections_lie_in_order_inside_the_image)
{
	for (u32 i = 0; i < REIN_SECTIONS; i++) {
		size_t at = offsetof(struct rein_header, sections) + i * sizeof(struct rein_span);
		u64 bytes;
		struct rein_header *header = sample_image(&bytes);
		struct rein_span section = header->sections[i];

		CHECK_EQ(spoilt_at(at, section.off + 4, 4), REIN_IMAGE_SECTION_BAD);
		CHECK_EQ(spoilt_at(at, section.off - 8, 4), REIN_IMAGE_SECTION_BAD);
		CHECK_EQ(spoilt_at(at, 0, 4), REIN_IMAGE_SECTION_BAD);
		CHECK_EQ(spoilt_at(at, 0xfffffff8, 4), REIN_IMAGE_SECTION_BAD);
		CHECK_EQ(spoilt_at(at + 4, 0xffffffff, 4), REIN_IMAGE_SECTION_BAD);
		/* A section that ends one element early leaves something without its element. */
		CHECK(section.len > 0);
		/* Nothing refers to the last automaton or to the last gate. */
		if (i != REIN_SEC_AUTOMATA && i != REIN_SEC_GATES)
			CHECK(spoilt_at(at + 4, section.len - 1, 4) != REIN_IMAGE_OK);
		free(header);
	}
}

TEST(image_strings_are_utf_8)
{
	static const struct {
		const char *bytes;
		int good;
	} strings[] = {
		{ "abcd", 1 },		   { "\xc3\xa4zz", 1 },	      { "\xe2\x82\xacz", 1 },
		{ "\xf0\x9f\x98\x80", 1 }, { "\xf4\x8f\xbf\xbf", 1 }, { "\xed\x9f\xbfz", 1 },
		{ "\xc2\x80zz", 1 },	   { "\xe0\xa0\x80z", 1 },    { "\xf0\x90\x80\x80", 1 },
		{ "\x9f\xbfzz", 0 },	   { "\xf9\x88\x80\x80", 0 }, { "\xef\xbf\xbfz", 1 },
		{ "\xee\x80\x80z", 1 },	   { "\x80zzz", 0 },	      { "\xc0\x80zz", 0 },
		{ "\xc1\xbfzz", 0 },	   { "\xe0\x9f\xbfz", 0 },    { "\xed\xa0\x80z", 0 },
		{ "\xed\xbf\xbfz", 0 },	   { "\xf0\x8f\xbf\xbf", 0 }, { "\xf4\x90\x80\x80", 0 },
		{ "\xf5\x80\x80\x80", 0 }, { "\xff\xff\xff\xff", 0 }, { "\xc3zzz", 0 },
		{ "\xe2\x82zz", 0 },	   { "\xf0\x9f\x98z", 0 },    { "zzz\xc3", 0 },
	};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		u64 bytes;
		struct rein_header *header = sample_image(&bytes);
		struct rein_span all = header->sections[REIN_SEC_STRINGS];
		u32 tail;

		/* The last four bytes are ASCII; a character cut off there has nothing after it. */
		memcpy(&tail, strings[i].bytes, 4);
		CHECK_EQ(spoilt_at(all.off + all.len - 4, tail, 4),
			 strings[i].good ? REIN_IMAGE_OK : REIN_IMAGE_TEXT_BAD);
		free(header);
	}
}

TEST(image_faults_say_where_they_are)
{
	u64 bytes;
	u8 *blob = sample_image(&bytes);
	struct rein_header *header = (void *)blob;
	struct rein_row *rows = (void *)(blob + header->sections[REIN_SEC_ROWS].off);
	struct rein_image image;

	rows[6].operand = 128;
	seal(blob);
	CHECK_EQ(rein_image_open(&image, blob, bytes), REIN_IMAGE_INDEX_BAD);
	CHECK_EQ(image.bad_section, REIN_SEC_ROWS);
	CHECK_EQ(image.bad_element, 6);
	CHECK(image.base == NULL && image.header == NULL);
	for (u32 i = 0; i < REIN_IMAGE_FAULTS; i++) {
		CHECK(rein_image_error(i) != NULL);
		for (u32 j = 0; j < i; j++)
			CHECK(strcmp(rein_image_error(i), rein_image_error(j)) != 0);
	}
	CHECK(rein_image_error(REIN_IMAGE_FAULTS) != NULL);
	free(blob);
}
