// SPDX-License-Identifier: Apache-2.0
/*
 * What is allowed goes on as if nobody had looked: each battery of calls says the same by itself
 * and under an engine that traps all of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/runs/run.h"
#include "tests/test.h"

#define ACTS "build/rein-test-acts"

static void alone(const char *act, const char *work, char *text)
{
	char command[8192];
	char path[4096];
	FILE *pipe;
	size_t used;

	if (!realpath(ACTS, path))
		abort();
	snprintf(command, sizeof(command), "cd %s && exec %s %s 2>&1 </dev/null", work, path, act);
	pipe = popen(command, "r");
	if (!pipe)
		abort();
	used = fread(text, 1, OUTPUT_MAX - 1, pipe);
	text[used] = '\0';
	CHECK(pclose(pipe) == 0);
}

/* A policy that asks about every operation, and flows, and matches nothing. */
static void ask_about_all(struct builder *builder)
{
	builder_name(builder, REIN_PATH, "/no/such/file", PATTERN(0));
	builder_name(builder, REIN_ENDPOINT, "o99", PATTERN(1));
	builder_rule(builder, REIN_BLOCK, (1u << REIN_OPS) - 1, PATTERN(0), 0);
	builder_rule(builder, REIN_BLOCK, (1u << REIN_OPS) - 1, PATTERN(1), 0);
}

static void first_difference(const char *act, const char *left, const char *right)
{
	while (*left && *left == *right) {
		left++;
		right++;
	}
	printf("%s: alone `%.120s`, governed `%.120s`\n", act, left, right);
}

static void says_the_same(const char *act)
{
	static char text[OUTPUT_MAX];
	struct run *by_itself = run_new();
	struct run *run = run_new();
	char path[4096];
	char *command[] = { path, (char *)act, NULL };

	if (!realpath(ACTS, path))
		abort();
	alone(act, by_itself->work, text);
	ask_about_all(&run->builder);
	CHECK(run_start(run, command));
	run_finish(run);
	CHECK_EQ(run->code, 0);
	CHECK(run->empty);
	CHECK(strlen(text) > 100);
	if (strcmp(text, run->text))
		first_difference(act, text, run->text);
	CHECK(!strcmp(text, run->text));
	/* It was looked at, all of it. */
	CHECK(!strstr(run->last, "\"decisions\":0"));
	CHECK(strstr(run->last, "\"continued\":0,"));
	free(builder_finish(&by_itself->builder, &(u64){ 0 }));
	by_itself->fd = by_itself->output = -1;
	run_free(by_itself);
	run_free(run);
}

TEST(same_opens)
{
	says_the_same("opens");
}

TEST(same_creates)
{
	says_the_same("creates");
}

TEST(same_names)
{
	says_the_same("names");
}

TEST(same_links)
{
	says_the_same("links");
}

TEST(same_attributes)
{
	says_the_same("attributes");
}

TEST(same_own_proc)
{
	says_the_same("own-proc");
}

TEST(same_fifos)
{
	says_the_same("fifos");
}

TEST(same_threads)
{
	says_the_same("threads");
}

TEST(same_sockets)
{
	says_the_same("sockets");
}

TEST(same_programs)
{
	says_the_same("programs");
}
