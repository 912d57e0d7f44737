/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and writing the lines of rein-core-replay.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

void line_bad(const struct line *line, const char *why)
{
	fflush(stdout);
	fprintf(stderr, "rein-core-replay: line %lu: %s\n", line->number, why);
	exit(2);
}

int line_read(struct line *line)
{
	static char buffer[LINE_BYTES_MAX];
	size_t length;

	if (!fgets(buffer, sizeof(buffer), stdin))
		return 0;
	line->number++;
	line->at = buffer;
	length = strlen(buffer);
	if (!length || buffer[length - 1] != '\n')
		line_bad(line, "longer than a line may be, or not ended");
	buffer[length - 1] = 0;
	return 1;
}

char *line_word(struct line *line)
{
	char *word = line->at;
	char *end = strchr(word, ' ');

	if (!*word)
		line_bad(line, "a word is missing");
	if (end)
		*end = 0;
	line->at = end ? end + 1 : word + strlen(word);
	return word;
}

long line_number(struct line *line, long least, long most)
{
	char *word = line_word(line);
	char *end;
	long number = strtol(word, &end, 10);

	if (*end || number < least || number > most)
		line_bad(line, "a number is out of range");
	return number;
}

void line_end(struct line *line)
{
	if (*line->at)
		line_bad(line, "more words than it takes");
}

static int nibble(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return -1;
}

int next_bytes(char **word, struct rein_bytes *bytes)
{
	char *from = *word;
	u8 *to = (u8 *)from;

	if (!*from || strcmp(from, "-") == 0)
		return 0;
	bytes->at = to;
	for (; *from && *from != ','; from += 2) {
		if (nibble(from[0]) < 0 || nibble(from[1]) < 0)
			return -1;
		*to++ = (u8)(nibble(from[0]) << 4 | nibble(from[1]));
	}
	bytes->len = (u32)(to - bytes->at);
	*word = *from ? from + 1 : from;
	return 1;
}

int next_number(char **word, u16 *number)
{
	char *end;
	long value;

	if (!**word || strcmp(*word, "-") == 0)
		return 0;
	value = strtol(*word, &end, 10);
	if ((*end && *end != ',') || end == *word || value < 0 || value > 0xffff)
		return -1;
	*number = (u16)value;
	*word = *end ? end + 1 : end;
	return 1;
}

struct rein_bytes line_bytes(struct line *line)
{
	struct rein_bytes bytes = { 0, 0 };
	char *word = line_word(line);

	if (next_bytes(&word, &bytes) < 0 || (*word && *word != '-'))
		line_bad(line, "bytes that are not hex");
	return bytes;
}

void print_words(const u64 *words, u32 n_words, char after)
{
	while (n_words > 1 && !words[n_words - 1])
		n_words--;
	for (u32 i = 0; i < n_words; i++)
		printf("%s%llx", i ? "," : "", (unsigned long long)words[i]);
	putchar(after);
}

void print_task(const struct rein_task *task, char after)
{
	print_words(&task->labels, 1, ' ');
	print_words(&task->shield, 1, ' ');
	print_words(task->lineage, REIN_LINEAGE_WORDS, ' ');
	print_words(task->exits, REIN_EXIT_WORDS, after);
}
