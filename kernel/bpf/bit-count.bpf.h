/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowest set bit and number of set bits. BPF has no instruction for either and clang 14 does not
 * come back from expanding the builtins, so the core's uses of them are led here.
 */
#ifndef REIN_BIT_COUNT_BPF_H
#define REIN_BIT_COUNT_BPF_H

#include "vmlinux.h"

/* Number of the one bit of a 64-bit word, by the six bits that a de Bruijn product has on top. */
static const u8 rein_de_bruijn[64] = {
	0,  1,	2,  53, 3,  7,	54, 27, 4,  38, 41, 8,	34, 55, 48, 28, 62, 5,	39, 46, 44, 42,
	22, 9,	24, 35, 59, 56, 49, 18, 29, 11, 63, 52, 6,  26, 37, 40, 33, 47, 61, 45, 43, 21,
	23, 58, 17, 10, 51, 25, 36, 32, 60, 20, 57, 16, 50, 31, 19, 15, 30, 14, 13, 12,
};

static inline __attribute__((always_inline)) int rein_lowest_bit(u64 word)
{
	return rein_de_bruijn[((word & -word) * 0x022fdd63cc95386dull) >> 58 & 63];
}

static inline __attribute__((always_inline)) int rein_bit_count(u64 word)
{
	word -= word >> 1 & 0x5555555555555555ull;
	word = (word & 0x3333333333333333ull) + (word >> 2 & 0x3333333333333333ull);
	word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0full;
	return (int)((word * 0x0101010101010101ull) >> 56);
}

#define __builtin_ctzll(word) rein_lowest_bit(word)
#define __builtin_popcountll(word) rein_bit_count(word)

#endif
