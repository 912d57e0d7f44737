// SPDX-License-Identifier: Apache-2.0
/*
 * Operations that wait for a person.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/runs/run.h"
#include "tests/test.h"

#define WRITE REIN_OP(REIN_WRITE)

static struct run *asking_about(u16 ops, const char *ask)
{
	struct run *run = run_new();
	char key[128];

	snprintf(key, sizeof(key), "u%s/asked", run->work);
	builder_name(&run->builder, REIN_PATH, key + 1, PATTERN(0));
	builder_name(&run->builder, REIN_ENDPOINT, key, PATTERN(0));
	builder_rule(&run->builder, REIN_ASK, ops, PATTERN(0), 0);
	run->ask = ask;
	return run;
}

static struct run *asking(const char *ask)
{
	return asking_about(WRITE, ask);
}

static void decided(bool approve, const char *outcome, const char *said)
{
	struct run *run = asking("wait=20");
	char *command[] = { "/bin/sh", "-c", "echo text > asked && echo through || echo refused",
			    NULL };
	char answer[256];
	char id[16];

	CHECK(run_start(run, command));
	CHECK(run_held(run, id));
	CHECK(run_decide(run, "aaaaa", approve, answer, sizeof(answer)));
	CHECK(strstr(answer, "\"code\":\"unknown-hold\""));
	CHECK(run_decide(run, id, approve, answer, sizeof(answer)));
	CHECK(!strcmp(answer, "{\"ok\":true}"));
	run_finish(run);
	CHECK(strstr(run->text, said));
	CHECK(strstr(run->text, "why: fine"));
	CHECK(HAS_EVENT(run, "\"kind\":\"hold\"", "\"digest\":\"", id));
	CHECK(HAS_EVENT(run, "\"kind\":\"match\"", outcome, id, "\"reason\":\"fine\""));
	run_free(run);
}

TEST(hold_approved_goes_on)
{
	decided(true, "\"outcome\":\"approved\"", "through\n");
}

TEST(hold_denied_is_refused)
{
	decided(false, "\"outcome\":\"denied\"", "refused\n");
}

TEST(hold_expires)
{
	struct run *run = asking("wait=1");

	run_shell(run, "echo text > asked || echo refused");
	CHECK(strstr(run->text, "refused\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"expired\""));
	run_free(run);
}

TEST(hold_is_abandoned_with_its_caller)
{
	struct run *run = asking("wait=20");

	run_shell(run, "timeout 0.3 sh -c 'echo text > asked'; echo \"gone $?\"");
	CHECK(strstr(run->text, "gone 124\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"abandoned\""));
	run_free(run);
}

static void run_act(struct run *run, const char *act)
{
	char path[4096];
	char *command[] = { path, (char *)act, NULL };

	if (!realpath("build/rein-test-acts", path))
		abort();
	CHECK(run_start(run, command));
	run_finish(run);
}

/* What it is called again for after the signal is the same, and asked about once. */
static void waits_on(struct run *run, const char *act, const char *held)
{
	run_act(run, act);
	CHECK(strstr(run->text, "handled\n"));
	CHECK(strstr(run->text, "EPERM\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"expired\""));
	CHECK(strstr(run->last, held));
	run_free(run);
}

TEST(hold_lets_a_handler_run_and_waits_on)
{
	waits_on(asking("wait=3"), "waits", "\"held\":1,");
}

TEST(hold_of_an_exec_lets_a_handler_run_and_waits_on)
{
	waits_on(asking_about(REIN_OP(REIN_EXEC), "wait=3"), "waits-exec", "\"held\":1,");
}

TEST(hold_of_a_message_lets_a_handler_run_and_waits_on)
{
	waits_on(asking_about(REIN_OP(REIN_CONNECT), "wait=3"), "waits-send", "\"held\":2,");
}

TEST(hold_is_void_when_the_action_changed)
{
	struct run *run = asking("wait=20");
	char *command[] = { "/bin/sh", "-c", "echo text > asked && echo through", NULL };
	char answer[256];
	char other[160];
	char id[16];

	CHECK(run_start(run, command));
	CHECK(run_held(run, id));
	snprintf(other, sizeof(other), "%s/asked", run->work);
	fclose(fopen(other, "w")); /* somebody outside of the run made it meanwhile */
	CHECK(run_decide(run, id, true, answer, sizeof(answer)));
	CHECK(strstr(answer, "\"code\":\"hold-changed\""));
	run_finish(run);
	CHECK(!strstr(run->text, "through\n"));
	run_free(run);
}

TEST(hold_is_not_for_governed_processes)
{
	struct run *run = asking("wait=1");

	run_act(run, "decides");
	CHECK(strstr(run->text, "\"code\":\"not-allowed\""));
	run_free(run);
}

TEST(hold_modes_answer_at_once)
{
	struct run *run = asking("allow");

	run_shell(run, "echo text > asked && echo through");
	CHECK(strstr(run->text, "through\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"approved\""));
	run_free(run);
	run = asking("deny");
	run_shell(run, "echo text > asked || echo refused");
	CHECK(strstr(run->text, "refused\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"denied\""));
	run_free(run);
}

static u32 count(const struct run *run, const char *part)
{
	u32 n = 0;

	for (const char *at = run->events; at && (at = strstr(at, part)); at++)
		n++;
	return n;
}

/* A program to be asked about, in two folders of PATH that are one, as on a merged /usr. */
static struct run *searching(char *shell, char *script)
{
	static const char before[] = "mkdir real; ln -s real link; printf '#!/bin/sh\necho ran\n' "
				     "> real/asked; chmod +x real/asked; PATH=$PWD/link:$PWD/real";
	struct run *run = run_new();
	char path[128];
	char text[512];
	char *command[] = { shell, "-c", text, NULL };

	snprintf(path, sizeof(path), "%s/real/asked", run->work);
	builder_name(&run->builder, REIN_PATH, path, PATTERN(0));
	builder_rule(&run->builder, REIN_ASK, REIN_OP(REIN_EXEC), PATTERN(0), 0);
	run->ask = "wait=20";
	snprintf(text, sizeof(text), "%s; %s", before, script);
	CHECK(run_start(run, command));
	return run;
}

static void answer(const struct run *run, bool approve)
{
	char said[256];
	char id[16];

	CHECK(run_held(run, id));
	CHECK(run_decide(run, id, approve, said, sizeof(said)));
	CHECK(!strcmp(said, "{\"ok\":true}"));
}

/* dash tries the next folder when an exec is refused: that is no other command. */
TEST(hold_denied_is_not_asked_again_by_the_next_name)
{
	struct run *run = searching("/bin/dash", "asked one; echo \"code $?\"");

	answer(run, false);
	run_finish(run);
	CHECK(strstr(run->text, "code 126\n"));
	CHECK(!strstr(run->text, "ran\n"));
	CHECK_EQ(count(run, "\"kind\":\"hold\""), 1);
	CHECK_EQ(count(run, "\"outcome\":\"denied\""), 2);
	run_free(run);
}

TEST(hold_is_asked_again_for_another_process_or_another_argv)
{
	struct run *run = searching("/bin/dash", "asked one; asked one; asked two; true");

	answer(run, false);
	answer(run, true);
	answer(run, false);
	run_finish(run);
	CHECK(strstr(run->text, "ran\n"));
	CHECK_EQ(count(run, "\"kind\":\"hold\""), 3);
	run_free(run);
	run = searching("/bin/bash", "shopt -s execfail; exec asked one; exec asked two; true");
	answer(run, false);
	answer(run, false);
	run_finish(run);
	CHECK_EQ(count(run, "\"kind\":\"hold\""), 2);
	run_free(run);
}

TEST(hold_denied_is_not_asked_again_at_once_by_who_writes)
{
	static char script[] = "echo > asked; echo > asked; (echo > asked); true";
	char *command[] = { "/bin/bash", "-c", script, NULL };
	struct run *run = asking("wait=20");

	CHECK(run_start(run, command));
	answer(run, false);
	answer(run, true);
	run_finish(run);
	CHECK_EQ(count(run, "\"kind\":\"hold\""), 2);
	CHECK_EQ(count(run, "\"outcome\":\"denied\""), 2);
	run_free(run);
}
