// SPDX-License-Identifier: Apache-2.0
/*
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF.
 */
#include <stdbool.h>

#include "base/utf8.h"

/* Bidirectional controls turn a path around on the screen; zero-width ones make two paths look
 * alike; the line separators break a line in some readers. */
static bool is_deceptive(u32 c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '\\' || c == 0xad || c == 0x061c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

/* How long a character is that begins so; 0: none does. */
static u32 length_of(u8 first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

u32 utf8_printable(const u8 *at, u32 len)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	u32 need = length_of(at[0]);
	u32 c;

	if (!need || need > len)
		return 0;
	c = need == 1 ? at[0] : at[0] & (0x7fu >> need);
	for (u32 i = 1; i < need; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (at[i] & 0x3f);
	}
	if (c < least[need] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || is_deceptive(c))
		return 0;
	return need;
}
