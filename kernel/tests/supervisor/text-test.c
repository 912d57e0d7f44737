// SPDX-License-Identifier: Apache-2.0
/*
 * Untrusted bytes in text: nothing of them acts on a terminal, ends a string, or breaks a line.
 */
#include <string.h>

#include "base/text.h"
#include "tests/test.h"

static int shows(const char *bytes, u32 len, const char *expected)
{
	char buffer[256];
	struct text text = TEXT_FIXED(buffer);

	text_shown(&text, (struct rein_bytes){ (const u8 *)bytes, len }, 0);
	return text.len == strlen(expected) && !memcmp(buffer, expected, text.len);
}

#define SHOWS(bytes, expected) CHECK(shows(bytes, sizeof(bytes) - 1, expected))

TEST(text_shows_what_is_printable)
{
	SHOWS("plain /a-b_c.txt \"q\"", "plain /a-b_c.txt \"q\"");
	SHOWS("Grüße 日本 🙂", "Grüße 日本 🙂");
	SHOWS("", "");
}

TEST(text_escapes_what_is_not)
{
	SHOWS("a\nb\tc\rd", "a\\nb\\tc\\rd");
	SHOWS("a\\nb", "a\\\\nb");
	SHOWS("\x1b[31m\a\x7f", "\\x1b[31m\\x07\\x7f");
	SHOWS("a\0b", "a\\x00b");
	SHOWS("\xff\xfe", "\\xff\\xfe");
	SHOWS("\xc3", "\\xc3");
	SHOWS("\xc0\xaf", "\\xc0\\xaf");		   /* overlong */
	SHOWS("\xed\xa0\x80", "\\xed\\xa0\\x80");	   /* surrogate */
	SHOWS("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"); /* past the last */
	SHOWS("\xc2\x9b", "\\xc2\\x9b");		   /* CSI in one character */
	SHOWS("a\xe2\x80\xae"
	      "b",
	      "a\\xe2\\x80\\xaeb");		  /* right to left from here */
	SHOWS("\xe2\x80\x8b", "\\xe2\\x80\\x8b"); /* no width */
	SHOWS("\xef\xbb\xbf", "\\xef\\xbb\\xbf");
}

TEST(text_json_quotes_the_shown_form)
{
	static const char expected[] = "\"a\\\"b\\\\\\\\c\\\\n\\\\x1b\"";
	char buffer[256];
	struct text text = TEXT_FIXED(buffer);

	text_json(&text, (struct rein_bytes){ (const u8 *)"a\"b\\c\n\x1b", 7 });
	CHECK_EQ(text.len, sizeof(expected) - 1);
	CHECK(!memcmp(buffer, expected, text.len));
}

TEST(text_says_where_it_cut)
{
	char buffer[64];
	struct text text = TEXT_FIXED(buffer);

	text_shown(&text, bytes_of("0123456789"), 4);
	CHECK(text.len == 7 && !memcmp(buffer, "0123…", 7));
}

TEST(text_that_is_full_stays_as_it_is)
{
	char buffer[8];
	struct text text = TEXT_FIXED(buffer);

	text_str(&text, "123456");
	text_str(&text, "789");
	CHECK(text.cut);
	text_str(&text, "x");
	CHECK_EQ(text.len, 6);
}

TEST(text_grows_to_its_bound)
{
	struct text text = { .most = 5000 };

	for (int i = 0; i < 1000; i++)
		text_str(&text, "12345");
	CHECK_EQ(text.len, 5000);
	CHECK(!text.cut);
	text_str(&text, "6");
	CHECK(text.cut);
	text_free(&text);
}

TEST(text_numbers)
{
	char buffer[64];
	struct text text = TEXT_FIXED(buffer);

	text_number(&text, 0);
	text_number(&text, -15);
	text_number(&text, 9223372036854775807LL);
	text_number(&text, -9223372036854775807LL - 1);
	CHECK(!memcmp(buffer, "0-159223372036854775807-9223372036854775808", text.len));
}
