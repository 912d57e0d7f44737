/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking an image, in parts. After all of them no index that the core follows can leave its
 * section, whoever wrote the blob; and each part reads every element about once, so a hostile image
 * cannot make the check itself long. User space only: a BPF host is given an image that was opened.
 */
#ifndef REIN_IMAGE_CHECK_H
#define REIN_IMAGE_CHECK_H

#include "access.h"

/* In this order: each may rely on what those before it found good. */
enum rein_image_fault rein_check_header(struct rein_image *image);
enum rein_image_fault rein_check_sets(struct rein_image *image);
enum rein_image_fault rein_check_automata(struct rein_image *image);
enum rein_image_fault rein_check_rows(struct rein_image *image);
enum rein_image_fault rein_check_index(struct rein_image *image);
enum rein_image_fault rein_check_text(struct rein_image *image);

/* First atom of a pattern; what is below means operations, labels, gates, lineage and what stands.
 */
REIN_INLINE u32 rein_pattern_atom(const struct rein_header *header)
{
	return header->standing_atom + 64u * header->standing_words;
}

REIN_INLINE int rein_is_arg_atom(const struct rein_header *header, u32 atom)
{
	return atom - header->arg_atom < header->arg_atoms;
}

/* Whether `len` elements from `off` on are elements of `section`. */
REIN_INLINE int rein_within(const struct rein_image *image, enum rein_section section, u64 off,
			    u64 len)
{
	return off + len <= rein_count(image, section);
}

/* Notes where the fault is, and is the fault. */
REIN_INLINE enum rein_image_fault rein_fault(struct rein_image *image, enum rein_image_fault fault,
					     enum rein_section section, u32 element)
{
	image->bad_section = section;
	image->bad_element = element;
	return fault;
}

#endif
