// SPDX-License-Identifier: Apache-2.0
/*
 * Answers of name servers, good and bad.
 */
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "net/dns.h"
#include "net/hosts.h"
#include "tests/image-builder.h"
#include "tests/test.h"

/* alias.example asked for; it is www.example, which is 192.0.2.1 and 2001:db8::1. */
static const u8 answer[] =
	"\x12\x34\x81\x80\0\1\0\3\0\0\0\0"
	"\5alias\7example\0\0\1\0\1"
	"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\6\3www\xc0\x12"
	"\xc0\x2b\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1"
	"\xc0\x2b\0\x1c\0\1\0\0\0\x3c\0\x10\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1";
#define ANSWER_BYTES (sizeof(answer) - 1)

static const u8 v4[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1 };
static const u8 v6[16] = { 0x20, 1, 0x0d, 0xb8, [15] = 1 };

static void *image;

static void open_image(void)
{
	static struct builder builder;
	u64 bytes;

	if (image)
		return;
	builder_start(&builder, 2, 0, 64);
	builder_name(&builder, REIN_HOST, "alias.example", PATTERN(1));
	builder_name(&builder, REIN_HOST, "www.example", PATTERN(2));
	builder_rule(&builder, REIN_BLOCK, REIN_OP(REIN_CONNECT), PATTERN(1), PATTERN(2));
	image = builder_finish(&builder, &bytes);
	CHECK_EQ(rein_image_open(&engine.image, image, bytes), REIN_IMAGE_OK);
}

static int knows(const u8 ip[16], u16 atom)
{
	u16 n;
	const u16 *atoms = hosts_atoms(ip, &n);

	for (u16 i = 0; i < n; i++) {
		if (atoms[i] == atom)
			return 1;
	}
	return 0;
}

TEST(dns_learns_every_name_of_an_address)
{
	open_image();
	dns_learn(answer, ANSWER_BYTES);
	CHECK(knows(v4, PATTERN(1)));
	CHECK(knows(v4, PATTERN(2)));
	CHECK(knows(v6, PATTERN(1)));
	CHECK(knows(v6, PATTERN(2)));
}

TEST(dns_names_are_compared_in_lower_case)
{
	static const u8 other[16] = { [15] = 9 };

	open_image();
	hosts_learn(other, (struct rein_bytes){ (const u8 *)"WWW.Example.", 12 });
	CHECK(knows(other, PATTERN(2)));
	CHECK(!knows(other, PATTERN(1)));
}

/* Cut anywhere, and with every byte changed: no read past its end (the sanitizer says). */
TEST(dns_bears_whatever_comes)
{
	open_image();
	for (size_t len = 0; len <= ANSWER_BYTES; len++) {
		u8 *copy = malloc(len + 1);

		memcpy(copy, answer, len);
		dns_learn(copy, (u32)len);
		free(copy);
	}
	for (size_t i = 0; i < ANSWER_BYTES; i++) {
		for (int value = 0; value < 256; value += 5) {
			u8 *copy = malloc(ANSWER_BYTES);

			memcpy(copy, answer, ANSWER_BYTES);
			copy[i] = (u8)value;
			dns_learn(copy, ANSWER_BYTES);
			free(copy);
		}
	}
}

TEST(dns_believes_only_answers)
{
	static const u8 ip[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 77 };
	u8 copy[ANSWER_BYTES];
	u8 *address = copy + ANSWER_BYTES - 28 - 4;

	open_image();
	memcpy(copy, answer, sizeof(copy));
	address[3] = 77;
	copy[2] = 0x01; /* a question */
	dns_learn(copy, sizeof(copy));
	CHECK(!knows(ip, PATTERN(1)));
	copy[2] = 0x81;
	copy[3] = 0x83; /* there is no such name */
	dns_learn(copy, sizeof(copy));
	CHECK(!knows(ip, PATTERN(1)));
	copy[3] = 0x80;
	dns_learn(copy, sizeof(copy));
	CHECK(knows(ip, PATTERN(1)));
}
