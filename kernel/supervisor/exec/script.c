// SPDX-License-Identifier: Apache-2.0
/*
 * As fs/binfmt_script.c reads it: the interpreter up to a blank, and one argument, the rest of the
 * line without the blanks around it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "exec/script.h"

struct line {
	const char *interpreter; /* NUL-terminated */
	const char *argument;	 /* NULL: there is none */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads the line in place. false: it is no script that the kernel would run. */
static bool read_line(char *head, u32 len, struct line *line)
{
	char *end = memchr(head, '\n', len);
	char *at = head + 2;

	if (!end) {
		/* A line that goes on past what is read counts if its interpreter ended before. */
		end = head + len;
		while (at < end && is_blank(*at))
			at++;
		while (at < end && !is_blank(*at) && *at)
			at++;
		if (at == end && len == SCRIPT_HEAD)
			return false;
		at = head + 2;
	}
	while (end > at && is_blank(end[-1]))
		end--;
	*end = '\0';
	while (is_blank(*at))
		at++;
	if (!*at)
		return false;
	*line = (struct line){ .interpreter = at };
	while (*at && !is_blank(*at))
		at++;
	if (!*at)
		return true;
	*at++ = '\0';
	while (is_blank(*at))
		at++;
	line->argument = *at ? at : NULL;
	return true;
}

static int put_head(struct plan *plan, const char *first, const char *second, const char *third)
{
	const char *tokens[] = { first, second, third };
	char before[sizeof(plan->head)];
	u32 len = 0;

	for (u32 i = 0; i < 3; i++) {
		u32 bytes = tokens[i] ? (u32)strlen(tokens[i]) + 1 : 0;

		if (len + bytes > sizeof(before))
			return -ENAMETOOLONG;
		if (bytes)
			memcpy(before + len, tokens[i], bytes);
		len += bytes;
	}
	/* The script that this one's interpreter was stands first in what is there: it is replaced.
	 */
	if (plan->head_bytes) {
		u32 skip = (u32)strlen(plan->head) + 1;
		u32 rest = plan->head_bytes - skip;

		if (len + rest > sizeof(before))
			return -ENAMETOOLONG;
		memcpy(before + len, plan->head + skip, rest);
		len += rest;
	}
	memcpy(plan->head, before, len);
	plan->head_bytes = len;
	return 0;
}

int script_follow(struct act *act, struct plan *plan, struct program *program,
		  struct rein_bytes called)
{
	const char *script = (const char *)called.at;

	for (u32 depth = 0; depth <= SCRIPT_DEPTH_MAX; depth++) {
		char head[SCRIPT_HEAD + 1];
		u32 len = program->head_bytes < SCRIPT_HEAD ? program->head_bytes : SCRIPT_HEAD;
		const char *interpreter;
		struct line line;
		int error;

		if (len < 2 || program->head[0] != '#' || program->head[1] != '!')
			return 0;
		memcpy(head, program->head, len);
		head[len] = '\0';
		if (!read_line(head, len, &line))
			return 0; /* the kernel refuses it, or it is no script */
		if (depth == 0) {
			act->event.extra_arg = called;
			plan->skip_bytes = (u32)strlen(plan->argv) + 1;
		}
		error = put_head(plan, line.interpreter, line.argument, script);
		if (error)
			return error;
		interpreter = act_copy(act, line.interpreter, (u32)strlen(line.interpreter));
		if (!interpreter)
			return -ENAMETOOLONG;
		script = interpreter;
		error = program_find(act, AT_FDCWD, interpreter, true, program);
		if (error)
			return error;
	}
	return -ELOOP;
}
