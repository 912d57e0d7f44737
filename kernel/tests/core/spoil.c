/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spoiling a good image in one place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spoil.h"

static const u32 element_bytes[REIN_SECTIONS] = { 32, 1, 2, 8, 8,  2,  16, 2,
						  8,  4, 4, 32, 24, 16, 8, 1 };

enum rein_image_fault spoilt_at(size_t offset, u64 value, size_t bytes)
{
	enum rein_image_fault fault;
	u64 total;
	u8 *blob = sample_image(&total);

	memcpy(blob + offset, &value, bytes);
	seal(blob);
	fault = try_image(blob, total);
	free(blob);
	return fault;
}

void check_spoils(const struct spoil *spoils, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct spoil *spoil = &spoils[i];
		u64 bytes;
		struct rein_header *header = sample_image(&bytes);
		size_t offset = header->sections[spoil->section].off +
				spoil->element * element_bytes[spoil->section] + spoil->field;
		enum rein_image_fault fault = spoilt_at(offset, spoil->value, spoil->bytes);

		if (fault != spoil->fault)
			printf("spoil %zu of section %u, field %zu, value %#llx: %s\n", i,
			       spoil->section, spoil->field, (unsigned long long)spoil->value,
			       rein_image_error(fault));
		CHECK_EQ(fault, spoil->fault);
		free(header);
	}
}
