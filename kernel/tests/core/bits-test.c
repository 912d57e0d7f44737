/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sparse sets of the scratch, on a scratch that holds rubbish.
 */
#include <string.h>

#include "core/bits.h"
#include "world.h"

static struct rein_bits rubbish(void)
{
	struct rein_bits bits;

	memset(&bits, 0xff, sizeof(bits));
	rein_bits_clear(&bits);
	return bits;
}

TEST(bits_are_empty_after_a_clear)
{
	struct rein_bits bits = rubbish();

	CHECK_EQ(rein_bits_next(&bits, 0), REIN_NO_BIT);
	for (u32 atom = 0; atom < REIN_ATOMS_MAX; atom += 63)
		CHECK(!rein_bits_test(&bits, atom));
}

TEST(bits_set_are_found_in_order)
{
	static const u32 atoms[] = { 0, 1, 63, 64, 700, 4095, 4096, REIN_ATOMS_MAX - 1 };
	struct rein_bits bits = rubbish();
	u32 at = 0;

	for (u32 i = 8; i; i--)
		rein_bits_set(&bits, atoms[i - 1]);
	for (u32 i = 0; i < 8; i++) {
		at = rein_bits_next(&bits, at);
		CHECK_EQ(at, atoms[i]);
		CHECK(rein_bits_test(&bits, at));
		at++;
	}
	CHECK_EQ(rein_bits_next(&bits, at), REIN_NO_BIT);
	CHECK(!rein_bits_test(&bits, 2));
	CHECK(!rein_bits_test(&bits, 65));
}

TEST(bits_out_of_range_are_never_set)
{
	struct rein_bits bits = rubbish();

	rein_bits_set(&bits, REIN_ATOMS_MAX);
	rein_bits_set(&bits, 0xffffffff);
	rein_bits_put_word(&bits, REIN_ATOMS_MAX, 1);
	CHECK_EQ(rein_bits_next(&bits, 0), REIN_NO_BIT);
	CHECK(!rein_bits_test(&bits, REIN_ATOMS_MAX));
	CHECK_EQ(rein_bits_next(&bits, REIN_ATOMS_MAX), REIN_NO_BIT);
}

TEST(bits_put_replaces_a_word_and_can_empty_it)
{
	struct rein_bits bits = rubbish();

	rein_bits_put_word(&bits, 128, 5);
	rein_bits_put_word(&bits, 128, 8);
	CHECK_EQ(rein_bits_next(&bits, 0), 131);
	rein_bits_put_word(&bits, 256, 1);
	rein_bits_put_word(&bits, 128, 0);
	CHECK_EQ(rein_bits_next(&bits, 0), 256);
	CHECK_EQ(rein_bits_next(&bits, 257), REIN_NO_BIT);
	rein_bits_put_word(&bits, 256, 0);
	CHECK_EQ(rein_bits_next(&bits, 0), REIN_NO_BIT);
	rein_bits_set(&bits, 130);
	CHECK_EQ(rein_bits_next(&bits, 0), 130);
	CHECK_EQ(rein_bits_next(&bits, 131), REIN_NO_BIT);
}
