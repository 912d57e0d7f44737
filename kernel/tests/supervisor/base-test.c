// SPDX-License-Identifier: Apache-2.0
/*
 * Time as text, digests, ids.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/sha256.h"
#include "holds/hold-id.h"
#include "tests/test.h"

TEST(base_clock_is_rfc_3339)
{
	char text[CLOCK_TEXT];

	clock_text(0, text);
	CHECK(!strcmp(text, "1970-01-01T00:00:00.000Z"));
	clock_text(1769817599999ull, text);
	CHECK(!strcmp(text, "2026-01-30T23:59:59.999Z"));
	clock_text(1709164800007ull, text);
	CHECK(!strcmp(text, "2024-02-29T00:00:00.007Z"));
}

static int digests(const void *data, size_t len, const char *expected)
{
	struct sha256 hash;
	u8 digest[SHA256_BYTES];
	char hex[2 * SHA256_BYTES + 1];

	sha256_start(&hash);
	/* In two parts, so that a block is filled in pieces. */
	sha256_add(&hash, data, len / 3);
	sha256_add(&hash, (const u8 *)data + len / 3, len - len / 3);
	sha256_end(&hash, digest);
	for (u32 i = 0; i < SHA256_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return !strcmp(hex, expected);
}

/* The examples of FIPS 180-4, and lengths around a block. */
TEST(base_sha256_is_sha256)
{
	static char as[1000];

	CHECK(digests("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	CHECK(digests("abc", 3,
		      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	CHECK(digests("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
		      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
	memset(as, 'a', sizeof(as));
	CHECK(digests(as, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"));
	CHECK(digests(as, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"));
	CHECK(digests(as, 1000,
		      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"));
}

static bool takes_some(u64 id)
{
	static int refused;

	(void)id;
	return refused++ < 3;
}

TEST(base_hold_ids_are_base32)
{
	char text[HOLD_TEXT];

	hold_id_text(0, text);
	CHECK(!strcmp(text, "aaaaa"));
	hold_id_text((1u << 25) - 1, text);
	CHECK(!strcmp(text, "77777"));
	hold_id_text(1u << 20 | 25, text);
	CHECK(!strcmp(text, "baaaz"));
	CHECK(hold_id_new(takes_some) < 1u << 25);
}
