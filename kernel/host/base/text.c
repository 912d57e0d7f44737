// SPDX-License-Identifier: Apache-2.0
/*
 * Text that is built piece by piece, with the two escapes of untrusted bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

#define TEXT_FIRST 512

void text_free(struct text *text)
{
	if (!text->fixed)
		free(text->at);
	*text = (struct text){ .most = text->most };
}

static bool text_room(struct text *text, size_t more)
{
	size_t size = text->size ? text->size : TEXT_FIRST;
	char *at;

	if (text->len + more > (text->fixed ? text->size : text->most))
		return false;
	if (text->len + more <= text->size)
		return true;
	while (size < text->len + more)
		size *= 2;
	at = realloc(text->at, size);
	if (!at)
		return false;
	text->at = at;
	text->size = size;
	return true;
}

void text_bytes(struct text *text, const void *bytes, size_t len)
{
	if (text->cut || !text_room(text, len)) {
		text->cut = true; /* and nothing after it: no sentence with a hole */
		return;
	}
	memcpy(text->at + text->len, bytes, len);
	text->len += len;
}

void text_str(struct text *text, const char *str)
{
	text_bytes(text, str, strlen(str));
}

void text_number(struct text *text, long long number)
{
	char digits[24];
	size_t at = sizeof(digits);
	unsigned long long rest = number < 0 ? 0 - (unsigned long long)number
					     : (unsigned long long)number;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--at] = '-';
	text_bytes(text, digits + at, sizeof(digits) - at);
}

/* One byte that is not shown as it is, in at most 4 characters. */
static size_t escape(u8 byte, char out[4])
{
	static const char hex[] = "0123456789abcdef";
	static const char named[] = "\nn\tt\rr\\\\"; /* pairs */

	for (size_t i = 0; i < sizeof(named) - 1; i += 2) {
		if ((u8)named[i] == byte) {
			out[0] = '\\';
			out[1] = named[i + 1];
			return 2;
		}
	}
	out[0] = '\\';
	out[1] = 'x';
	out[2] = hex[byte >> 4];
	out[3] = hex[byte & 15];
	return 4;
}

/* JSON quotes what the shown form put in: only `"` and `\` are left to quote. */
static void put(struct text *text, const char *bytes, size_t len, bool json)
{
	for (size_t i = 0; i < len; i++) {
		if (json && (bytes[i] == '"' || bytes[i] == '\\'))
			text_bytes(text, "\\", 1);
		text_bytes(text, bytes + i, 1);
	}
}

static bool is_plain(u8 byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != '"';
}

static void show(struct text *text, struct rein_bytes bytes, bool json)
{
	u32 i = 0;

	while (i < bytes.len) {
		u32 run = i;
		char out[4];
		u32 len;

		while (run < bytes.len && is_plain(bytes.at[run]))
			run++;
		text_bytes(text, bytes.at + i, run - i);
		i = run;
		if (i == bytes.len)
			break;
		len = utf8_printable(bytes.at + i, bytes.len - i);
		if (len)
			put(text, (const char *)bytes.at + i, len, json);
		else
			put(text, out, escape(bytes.at[i], out), json);
		i += len ? len : 1;
	}
}

void text_shown(struct text *text, struct rein_bytes bytes, size_t limit)
{
	bool cut = limit && bytes.len > limit;

	if (cut)
		bytes.len = (u32)limit;
	show(text, bytes, false);
	if (cut)
		text_str(text, "…");
}

void text_json(struct text *text, struct rein_bytes bytes)
{
	text_bytes(text, "\"", 1);
	show(text, bytes, true);
	text_bytes(text, "\"", 1);
}

void text_json_str(struct text *text, const char *str)
{
	text_json(text, bytes_of(str));
}

void text_member(struct text *text, const char *name)
{
	if (text->len && text->at[text->len - 1] != '{')
		text_bytes(text, ",", 1);
	text_bytes(text, "\"", 1);
	text_str(text, name);
	text_bytes(text, "\":", 2);
}

struct rein_bytes bytes_of(const char *str)
{
	return (struct rein_bytes){ (const u8 *)str, (u32)strlen(str) };
}

struct rein_bytes text_view(const struct text *text)
{
	return (struct rein_bytes){ (const u8 *)text->at, (u32)text->len };
}
