/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which bytes may be shown to a person as they are.
 */
#ifndef REIN_UTF8_H
#define REIN_UTF8_H

#include "core/core.h"

/* Length of the printable UTF-8 character at `at`; 0 when there is none: a malformed sequence, a
 * control character, a backslash, or a character that reorders or hides what stands around it. */
u32 utf8_printable(const u8 *at, u32 len);

#endif
