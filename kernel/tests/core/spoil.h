/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spoiling a good image in one place. The checksum is made to fit again, so what finds the fault is
 * the check of that place and not the checksum.
 */
#ifndef REIN_TEST_SPOIL_H
#define REIN_TEST_SPOIL_H

#include "sample-image.h"

#define FIELD(type, member) offsetof(struct type, member), sizeof(((struct type *)0)->member)

/* One number to write into a good image, and what opening it must answer. */
struct spoil {
	enum rein_section section;
	u32 element;
	size_t field;
	size_t bytes;
	u64 value;
	enum rein_image_fault fault;
};

/* What opening the sample answers once `bytes` of `value` are written at `offset`. */
enum rein_image_fault spoilt_at(size_t offset, u64 value, size_t bytes);

void check_spoils(const struct spoil *spoils, size_t n);

#endif
