/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching the tokens of an argv: each token is walked on its own, by every ARG automaton.
 */
#include "args.h"
#include "automaton.h"

struct tokens {
	struct rein_walk walk;
	u8 first; /* still in the first token, which is the program's name and no argument */
	u8 open;  /* a token was begun and its NUL has not come yet */
};

REIN_INLINE int token_byte(u32 i, struct tokens *tokens)
{
	u8 byte = rein_byte(tokens->walk.bytes, i);

	if (tokens->first) {
		tokens->first = byte != 0;
		return 0;
	}
	if (!tokens->open)
		rein_walk_start(&tokens->walk);
	tokens->open = byte != 0;
	if (!byte)
		rein_walk_end(&tokens->walk);
	else if (tokens->walk.state != REIN_DEAD)
		rein_walk_byte(&tokens->walk, byte);
	return 0;
}

struct argv {
	const struct rein_image *image;
	struct rein_bits *bits;
	const struct rein_event *event;
};

REIN_INLINE int walk_argv(u32 i, struct argv *argv)
{
	struct tokens tokens = {
		.walk = rein_walk_of(argv->image, argv->bits, i, argv->event->args),
		.first = 1,
	};

	if (tokens.walk.automaton.kind != REIN_ARG)
		return 0;
	REIN_LOOP(rein_least(argv->event->args.len, REIN_ARGV_MAX), token_byte, &tokens);
	if (tokens.open && !rein_args_truncated(argv->event))
		rein_walk_end(&tokens.walk);
	return 0;
}

void rein_match_args(const struct rein_image *image, const struct rein_event *event,
		     struct rein_bits *bits)
{
	struct argv argv = { image, bits, event };

	REIN_LOOP(rein_count(image, REIN_SEC_AUTOMATA), walk_argv, &argv);
	if (event->extra_arg.len)
		rein_match(image, REIN_ARG, event->extra_arg, bits);
}
