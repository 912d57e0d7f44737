/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC-32 (IEEE 802.3, reflected, as in zlib and PNG). It catches accidents, not adversaries: who
 * can hand an image to the engine is decided elsewhere.
 */
#ifndef REIN_CRC32_H
#define REIN_CRC32_H

#include "image.h"

#define REIN_CRC_START 0xffffffffu

struct rein_crc_table {
	u32 of[256];
};

void rein_crc_table(struct rein_crc_table *table);

/* Feeds bytes; begin with REIN_CRC_START and invert what comes out last. */
u32 rein_crc_feed(const struct rein_crc_table *table, u32 crc, const u8 *at, u64 bytes);

/* Checksum of an image of at least a header's size, its own crc32 field taken as zero. */
u32 rein_image_crc(const u8 *blob, u64 bytes);

#endif
