/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hostile image: random bytes of a good one changed, the checksum made to fit. What opens is
 * used; the sanitizers watch that nothing reads outside of it. The sequence is the same in every
 * run.
 */
#include <stdlib.h>
#include <string.h>

#include "sample-image.h"

#define ROUNDS 100000
#define CHANGES_MAX 4

static u64 random_state;

static u32 random_below(u32 limit)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return (u32)((random_state >> 33) % limit);
}

/* Small numbers, the ends of ranges and single bits get further than noise. */
static u8 change(u8 byte)
{
	switch (random_below(4)) {
	case 0:
		return (u8)(byte ^ 1u << random_below(8));
	case 1:
		return (u8)(byte + 1);
	case 2:
		return (u8)random_below(4);
	default:
		return (u8)random_below(256);
	}
}

TEST(image_with_random_changes_never_reads_outside)
{
	u64 bytes;
	u8 *good = sample_image(&bytes);
	u32 opened = 0, refused = 0;

	random_state = 1;
	for (u32 round = 0; round < ROUNDS; round++) {
		/* Its own allocation, so that a sanitizer sees the first byte past its end. */
		u8 *blob = malloc(bytes);

		memcpy(blob, good, bytes);
		for (u32 i = 0; i <= random_below(CHANGES_MAX); i++) {
			u32 at = random_below((u32)bytes);

			blob[at] = change(blob[at]);
		}
		if (((struct rein_header *)(void *)blob)->total_bytes == bytes)
			seal(blob);
		if (try_image(blob, bytes) == REIN_IMAGE_OK)
			opened++;
		else
			refused++;
		free(blob);
	}
	CHECK(opened > ROUNDS / 100);
	CHECK(refused > ROUNDS / 100);
	free(good);
}

TEST(image_cut_short_never_reads_outside)
{
	u64 bytes;
	u8 *good = sample_image(&bytes);

	for (u64 cut = 0; cut < bytes; cut += cut < 256 ? 1 : 37) {
		u8 *blob = malloc(cut ? cut : 1);

		memcpy(blob, good, cut);
		if (cut >= sizeof(struct rein_header)) {
			((struct rein_header *)(void *)blob)->total_bytes = (u32)cut;
			seal(blob);
		}
		CHECK(try_image(blob, cut) != REIN_IMAGE_OK);
		free(blob);
	}
	free(good);
}
