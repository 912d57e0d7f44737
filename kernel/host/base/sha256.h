/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 (FIPS 180-4), for the digest that binds a person's decision to exactly one action.
 */
#ifndef REIN_SHA256_H
#define REIN_SHA256_H

#include "core/core.h"

#define SHA256_BYTES 32

struct sha256 {
	u32 state[8];
	u64 bytes;
	u8 block[64];
};

void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *data, u64 len);
void sha256_end(struct sha256 *hash, u8 digest[SHA256_BYTES]);

#endif
