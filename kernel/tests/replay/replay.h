/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of rein-core-replay: lines in, state, lines out.
 */
#ifndef REIN_REPLAY_H
#define REIN_REPLAY_H

#include <stddef.h>

#include "core/core.h"

#define PROCESSES_MAX 65536
#define OBJECTS_MAX 65536
#define LINE_BYTES_MAX (4 * REIN_ARGV_MAX)

/* A line of words. Every reader of a word ends the program when there is none or it is no good:
 * a harness that guesses would hide the difference it is there to find. */
struct line {
	char *at;
	unsigned long number;
};

/* Reads the next line of standard input; 0 at its end. */
int line_read(struct line *line);
/* The next word, which is the caller's to change until the next line. */
char *line_word(struct line *line);
long line_number(struct line *line, long least, long most);
/* A word of hex, decoded where it stands; `-` is no bytes. */
struct rein_bytes line_bytes(struct line *line);
/* Bytes of one part of a comma-separated word, which moves on behind it; 0 when none is left. */
int next_bytes(char **word, struct rein_bytes *bytes);
int next_number(char **word, u16 *number);
void line_end(struct line *line);
void line_bad(const struct line *line, const char *why) __attribute__((noreturn));

/* Words of hex, lowest first, between commas; trailing zero words are left out. */
void print_words(const u64 *words, u32 n_words, char after);
void print_task(const struct rein_task *task, char after);

#endif
