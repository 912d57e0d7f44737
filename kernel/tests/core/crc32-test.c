/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checksum, against the check value that the catalogues give for it.
 */
#include "core/crc32.h"
#include "world.h"

TEST(crc_of_the_nine_digits_is_the_catalogued_one)
{
	struct rein_bytes digits = text("123456789");
	struct rein_crc_table table;

	rein_crc_table(&table);
	CHECK_EQ(~rein_crc_feed(&table, REIN_CRC_START, digits.at, digits.len), 0xcbf43926u);
}

TEST(crc_of_an_image_takes_its_own_field_as_zero)
{
	struct world *world = world_new();
	struct rein_header *header;
	u32 sealed;

	world_open(world);
	header = world->blob;
	sealed = header->crc32;
	header->crc32 = 0x12345678;
	CHECK_EQ(rein_image_crc(world->blob, header->total_bytes), sealed);
	world_free(world);
}
