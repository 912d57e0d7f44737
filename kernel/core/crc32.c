/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC-32 with a table that is made when it is needed: 1 KiB of stack and 2048 steps, against
 * milliseconds for the image itself.
 */
#include "crc32.h"

#define POLYNOMIAL 0xedb88320u

void rein_crc_table(struct rein_crc_table *table)
{
	for (u32 byte = 0; byte < 256; byte++) {
		u32 crc = byte;

		for (u32 bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
		table->of[byte] = crc;
	}
}

u32 rein_crc_feed(const struct rein_crc_table *table, u32 crc, const u8 *at, u64 bytes)
{
	for (u64 i = 0; i < bytes; i++)
		crc = crc >> 8 ^ table->of[(crc ^ at[i]) & 0xff];
	return crc;
}

u32 rein_image_crc(const u8 *blob, u64 bytes)
{
	static const u8 zero[4];
	const u64 at = __builtin_offsetof(struct rein_header, crc32);
	struct rein_crc_table table;
	u32 crc;

	rein_crc_table(&table);
	crc = rein_crc_feed(&table, REIN_CRC_START, blob, at);
	crc = rein_crc_feed(&table, crc, zero, sizeof(zero));
	crc = rein_crc_feed(&table, crc, blob + at + sizeof(zero), bytes - at - sizeof(zero));
	return ~crc;
}
