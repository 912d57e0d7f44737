/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking the strings: they go into frames and logs that are JSON, so they are UTF-8, and no span
 * cuts a character.
 */
#include "image-check.h"

static int is_continuation(u8 byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Bytes of the character at `at`, with `left` bytes to go; 0 when it is not UTF-8. */
static u32 character_bytes(const u8 *at, u32 left)
{
	static const u32 least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	u32 bytes, code;

	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	bytes = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	if (bytes > left)
		return 0;
	code = at[0] & (0x7fu >> bytes);
	for (u32 i = 1; i < bytes; i++) {
		if (!is_continuation(at[i]))
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	if (code < least[bytes] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return bytes;
}

static enum rein_image_fault check_characters(struct rein_image *image)
{
	const u8 *strings = rein_section(image, REIN_SEC_STRINGS);
	u32 count = rein_count(image, REIN_SEC_STRINGS);

	for (u32 at = 0; at < count;) {
		u32 bytes = character_bytes(strings + at, count - at);

		if (!bytes)
			return rein_fault(image, REIN_IMAGE_TEXT_BAD, REIN_SEC_STRINGS, at);
		at += bytes;
	}
	return REIN_IMAGE_OK;
}

/* Whether a character begins at `at`, or the strings end there. */
static int is_boundary(const struct rein_image *image, u64 at)
{
	const u8 *strings = rein_section(image, REIN_SEC_STRINGS);

	return at == rein_count(image, REIN_SEC_STRINGS) || !is_continuation(strings[at]);
}

static enum rein_image_fault check_string(struct rein_image *image, struct rein_span string,
					  enum rein_section section, u32 element)
{
	if (!rein_within(image, REIN_SEC_STRINGS, string.off, string.len))
		return rein_fault(image, REIN_IMAGE_INDEX_BAD, section, element);
	if (!is_boundary(image, string.off) || !is_boundary(image, (u64)string.off + string.len))
		return rein_fault(image, REIN_IMAGE_TEXT_BAD, section, element);
	return REIN_IMAGE_OK;
}

/* The strings of element `i` of `section`: two, or the same one twice. */
static enum rein_image_fault check_element(struct rein_image *image, enum rein_section section,
					   u32 i)
{
	struct rein_span first = { 0, 0 }, second = { 0, 0 };
	enum rein_image_fault fault;

	if (section == REIN_SEC_CLAUSES) {
		first = rein_get_clause(image, i).hint;
		second = rein_get_clause(image, i).text;
	} else if (section == REIN_SEC_RULES) {
		first = rein_get_rule(image, i).name;
		second = rein_get_rule(image, i).reason;
	} else if (section == REIN_SEC_GATES) {
		first = rein_get_gate(image, i).text;
		second = rein_get_gate(image, i).opener;
	} else {
		first = second = rein_get_label(image, i);
	}
	fault = check_string(image, first, section, i);
	return fault ? fault : check_string(image, second, section, i);
}

enum rein_image_fault rein_check_text(struct rein_image *image)
{
	static const enum rein_section named[] = {
		REIN_SEC_CLAUSES, REIN_SEC_RULES, REIN_SEC_GATES, REIN_SEC_LABELS,
	};
	enum rein_image_fault fault = check_characters(image);

	for (u32 i = 0; !fault && i < sizeof(named) / sizeof(named[0]); i++) {
		for (u32 j = 0; !fault && j < rein_count(image, named[i]); j++)
			fault = check_element(image, named[i], j);
	}
	return fault;
}
