/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Endpoint keys as people write them.
 */
#ifndef REIN_ENDPOINT_TEXT_H
#define REIN_ENDPOINT_TEXT_H

#include "base/text.h"

#define ENDPOINT_TEXT (REIN_PATH_MAX + 16)
#define INET_KEY 19 /* bytes of an IP endpoint's key */

/* `10.0.0.1:443`, `[::1]:443`, `unix:/run/x`, `unix:@x`, `family 17`. Not in shown form yet. */
void endpoint_text(struct text *text, struct rein_bytes key);

#endif
