/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening an image: is it one, is it whole, and then every part of it.
 */
#include "crc32.h"
#include "image-check.h"

static const char *const texts[REIN_IMAGE_FAULTS] = {
	[REIN_IMAGE_OK] = "the image is good",
	[REIN_IMAGE_SHORT] = "the image is shorter than its header",
	[REIN_IMAGE_MAGIC_BAD] = "these bytes are not a policy image",
	[REIN_IMAGE_VERSION_BAD] = "the image has another version than this engine",
	[REIN_IMAGE_SIZE_BAD] = "the image is not as long as it says, or too long",
	[REIN_IMAGE_CRC_BAD] = "the image's checksum does not fit its bytes",
	[REIN_IMAGE_SECTION_BAD] = "a section lies outside the image, overlaps or is not aligned",
	[REIN_IMAGE_LIMIT_BAD] = "a number is over its limit or has no meaning",
	[REIN_IMAGE_INDEX_BAD] = "an element refers to what is not there",
	[REIN_IMAGE_UNALIGNED] = "the image does not begin on an 8-byte boundary in memory",
	[REIN_IMAGE_ROW_UNLISTED] = "the index does not lead to a row, which could then never fire",
	[REIN_IMAGE_TEXT_BAD] = "a string is not UTF-8",
};

const char *rein_image_error(enum rein_image_fault fault)
{
	return (u32)fault < REIN_IMAGE_FAULTS ? texts[fault] : "unknown fault";
}

static int is_magic(const char magic[8])
{
	static const char expected[8] = REIN_IMAGE_MAGIC;

	for (u32 i = 0; i < sizeof(expected); i++) {
		if (magic[i] != expected[i])
			return 0;
	}
	return 1;
}

/* Nothing but the header is read before the checksum is known to fit. */
static enum rein_image_fault check_frame(const void *blob, u64 bytes)
{
	const struct rein_header *header = blob;

	if ((unsigned long)blob % 8)
		return REIN_IMAGE_UNALIGNED;
	if (bytes < sizeof(*header))
		return REIN_IMAGE_SHORT;
	if (!is_magic(header->magic))
		return REIN_IMAGE_MAGIC_BAD;
	if (header->version != REIN_IMAGE_VERSION || header->header_bytes != sizeof(*header))
		return REIN_IMAGE_VERSION_BAD;
	if (header->total_bytes != bytes || bytes > REIN_IMAGE_MAX)
		return REIN_IMAGE_SIZE_BAD;
	if (header->crc32 != rein_image_crc(blob, bytes))
		return REIN_IMAGE_CRC_BAD;
	return REIN_IMAGE_OK;
}

enum rein_image_fault rein_image_open(struct rein_image *image, const void *blob, u64 bytes)
{
	enum rein_image_fault fault = check_frame(blob, bytes);

	*image = (struct rein_image){ .bad_section = REIN_SECTIONS };
	if (fault)
		return fault;
	image->base = blob;
	image->header = blob;
	fault = rein_check_header(image);
	if (!fault)
		fault = rein_check_sets(image);
	if (!fault)
		fault = rein_check_automata(image);
	if (!fault)
		fault = rein_check_rows(image);
	if (!fault)
		fault = rein_check_index(image);
	if (!fault)
		fault = rein_check_text(image);
	if (fault) {
		image->base = 0;
		image->header = 0;
	}
	return fault;
}
