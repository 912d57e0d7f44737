/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounded text. What comes from a governed process is untrusted: it goes in through text_shown()
 * or text_json(), which leave nothing that could act on a terminal or end a JSON string.
 */
#ifndef REIN_TEXT_H
#define REIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/core.h"

/* Grows up to `most`, or has `size` bytes when `fixed` is set. What does not fit is left out with
 * all that follows, and `cut` is set. `at` is not NUL-terminated. */
struct text {
	char *at;
	size_t len;
	size_t size;
	size_t most;
	bool fixed;
	bool cut;
};

#define TEXT_FIXED(buffer) { .at = (buffer), .size = sizeof(buffer), .fixed = true }

void text_free(struct text *text);
void text_bytes(struct text *text, const void *bytes, size_t len);
void text_str(struct text *text, const char *str);
void text_number(struct text *text, long long number);

/* Shown form: printable UTF-8 as it is, everything else and `\` as `\n`, `\x1b`, `\\`. At most
 * `limit` bytes of input (0: all); a cut is shown as `…`. */
void text_shown(struct text *text, struct rein_bytes bytes, size_t limit);

/* The shown form as a JSON string, quotes and all. */
void text_json(struct text *text, struct rein_bytes bytes);
void text_json_str(struct text *text, const char *str);

/* `"name":`, with a comma before it unless it is the first of an object. */
void text_member(struct text *text, const char *name);

struct rein_bytes bytes_of(const char *str);
struct rein_bytes text_view(const struct text *text);

#endif
