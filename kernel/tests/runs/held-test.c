// SPDX-License-Identifier: Apache-2.0
/*
 * Pipes and terminals that are opened anew, where the policy lets nobody open any.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/runs/run.h"
#include "tests/test.h"

#define READ REIN_OP(REIN_READ)
#define WRITE REIN_OP(REIN_WRITE)

static struct run *strict(void)
{
	struct run *run = run_new();

	builder_prefix(&run->builder, REIN_PATH, "pipe:", PATTERN(0));
	for (char digit = '0'; digit <= '9'; digit++) { /* and not /dev/pts/ptmx */
		char terminal[] = { '/', 'd', 'e', 'v', '/', 'p', 't', 's', '/', digit, '\0' };

		builder_prefix(&run->builder, REIN_PATH, terminal, PATTERN(0));
	}
	builder_rule(&run->builder, REIN_BLOCK, READ | WRITE, PATTERN(0), 0);
	return run;
}

static void bash(struct run *run, char *script)
{
	char *command[] = { "/bin/bash", "-c", script, NULL };

	CHECK(run_start(run, command));
	run_finish(run);
	CHECK(run->empty);
}

TEST(held_pipe_is_opened_anew_without_a_rule)
{
	struct run *run = strict();

	bash(run, "echo one > /dev/stdout; echo two > /dev/stderr; "
		  "echo three | tee >(cat > /dev/null); "
		  "echo four | cat /dev/stdin; echo five | { read word < /proc/self/fd/0; "
		  "echo $word >> /dev/fd/1; }");
	CHECK(strstr(run->text, "one\ntwo\nthree\nfour\nfive\n"));
	CHECK_EQ(run->n_events, 0);
	run_free(run);
}

TEST(held_otherwise_or_by_another_is_asked_about)
{
	static const char *const said[] = {
		"read again: done\n",
		"written again: done\n",
		"written, by the name of the other end: done\n",
		"both, of which each is held: EPERM\n",
		"written, of which none is held: EPERM\n",
		"read, of which but the name is held: EPERM\n",
		"socket: ENXIO\n",
		"another's, that is held: done\n",
		"another's: EPERM\n",
		"named: 1\n",
		"another's, named: EPERM\n",
		"terminal, that is held for reading: EPERM\n",
		"terminal, that is held for both: done\n",
		"another terminal: EPERM\n",
		"opened: 1, wrong: 0\n",
	};
	struct run *run = strict();
	char path[4096];
	char *command[] = { path, "held", NULL };

	if (!realpath("build/rein-test-acts", path))
		abort();
	CHECK(run_start(run, command));
	run_finish(run);
	for (u32 i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (!strstr(run->text, said[i]))
			printf("not said: %s", said[i]);
		CHECK(strstr(run->text, said[i]));
	}
	run_free(run);
}
