/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching the tokens of an argv.
 */
#ifndef REIN_ARGS_H
#define REIN_ARGS_H

#include "core.h"

/* Says the ARG atoms of every token of the event's argv after the first, and of `extra_arg`. When
 * argv is truncated a last token without its NUL is cut: of it only counts what no further byte can
 * undo. */
void rein_match_args(const struct rein_image *image, const struct rein_event *event,
		     struct rein_bits *bits);

/* Whether some of the event's tokens are not known. */
static inline int rein_args_truncated(const struct rein_event *event)
{
	return event->args_truncated || event->args.len > REIN_ARGV_MAX;
}

#endif
