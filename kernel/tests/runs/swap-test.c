// SPDX-License-Identifier: Apache-2.0
/*
 * Another policy for a run that goes on.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/link/frames.h"
#include "tests/runs/run.h"
#include "tests/test.h"

#define READ REIN_OP(REIN_READ)
#define WRITE REIN_OP(REIN_WRITE)
#define CONNECT REIN_OP(REIN_CONNECT)
#define SECRET LABEL(2)
#define SWAPS 300

/* What cannot be carried over is left out, and nothing flows. */
static void plain(struct builder *builder)
{
	builder->header.flags = 0;
	builder->header.lineage_words = builder->header.standing_words = 0;
}

static struct run *new_run(void)
{
	struct run *run = run_new();

	plain(&run->builder);
	run->ask = "wait=20";
	return run;
}

static struct builder new_policy(void)
{
	struct builder builder;

	builder_start(&builder, 8, 8, 64);
	builder.header.guards = (1u << REIN_GUARDS) - 1;
	plain(&builder);
	return builder;
}

static void rule(const struct run *run, struct builder *builder, enum rein_effect effect, u16 ops,
		 const char *name, u16 pattern)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", run->work, name);
	builder_name(builder, REIN_PATH, path, pattern);
	builder_rule(builder, effect, ops, pattern, 0);
}

static void put_next(const struct run *run, const void *image, u64 bytes)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "%s/" FRAME_SWAP_FILE, run->folder);
	file = fopen(path, "w");
	if (!file || fwrite(image, 1, bytes, file) != bytes || fclose(file))
		abort();
}

/* What the engine answers; the control socket is there once the run has begun. */
static void swap(const struct run *run, struct builder *next, char *answer, size_t size)
{
	u64 bytes;
	void *image = builder_finish(next, &bytes);

	put_next(run, image, bytes);
	free(image);
	while (!run_control(run, FRAME_SWAP, "next.yaml\0why", 13, answer, size))
		usleep(1000);
}

static void touch(const struct run *run, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", run->work, name);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static void await(const struct run *run, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", run->work, name);
	while (access(path, F_OK))
		usleep(1000);
}

static void start(struct run *run, const char *script)
{
	char *command[] = { "/bin/bash", "-c", (char *)script, NULL };

	CHECK(run_start(run, command));
}

static void refused(const char *answer, const char *why)
{
	CHECK(strstr(answer, "\"no-swap\""));
	CHECK(strstr(answer, why));
}

/* Hammered while two policies take turns: what both refuse never goes through, and what one of them
 * refuses does, and does not. */
TEST(swap_leaves_no_moment_without_a_policy)
{
	static const char script[] = "until [ -e end ]; do for f in both one two; do "
				     "true 2>/dev/null > $f && echo $f went || echo $f did not; "
				     "done; touch turn; done";
	const char *const alone[] = { "one", "two" };
	struct run *run = new_run();
	void *images[2];
	u64 bytes[2];
	char answer[128];

	for (u32 i = 0; i < 2; i++) {
		struct builder builder = new_policy();

		rule(run, &builder, REIN_BLOCK, WRITE, "both", PATTERN(0));
		rule(run, &builder, REIN_BLOCK, WRITE, alone[i], PATTERN(1));
		images[i] = builder_finish(&builder, &bytes[i]);
	}
	rule(run, &run->builder, REIN_BLOCK, WRITE, "both", PATTERN(0));
	start(run, script);
	await(run, "turn");
	for (u32 i = 0; i < SWAPS; i++) {
		put_next(run, images[i % 2], bytes[i % 2]);
		CHECK(run_control(run, FRAME_SWAP, "", 0, answer, sizeof(answer)));
		CHECK(!strcmp(answer, "{\"ok\":true}"));
		if (i % 100 == 0) { /* some turns by one policy alone */
			char turn[128];

			snprintf(turn, sizeof(turn), "%s/turn", run->work);
			unlink(turn);
			await(run, "turn");
			unlink(turn);
			await(run, "turn");
		}
	}
	touch(run, "end");
	run_finish(run);
	CHECK(!strstr(run->text, "both went\n"));
	CHECK(strstr(run->text, "both did not\n"));
	CHECK(strstr(run->text, "one went\n"));
	CHECK(strstr(run->text, "one did not\n"));
	CHECK(HAS_EVENT(run, "\"kind\":\"policy\"", "\"first_clause\":1,"));
	CHECK(HAS_EVENT(run, "\"kind\":\"policy\"", "\"first_clause\":3,"));
	CHECK(strstr(run->last, "\"events_lost\":0"));
	free(images[0]);
	free(images[1]);
	run_free(run);
}

/* The filter cannot be changed: what it does not hand over nobody could decide about. */
TEST(swap_that_the_filter_does_not_cover_is_refused_whole)
{
	struct run *run = new_run();
	struct builder next;
	char answer[512];

	run->builder.header.guards &= ~(1u << REIN_GUARD_BPF);
	rule(run, &run->builder, REIN_BLOCK, WRITE, "kept", PATTERN(0));
	start(run, "until [ -e end ]; do sleep 0.01; done; cat read; "
		   "true > kept && echo wrote || echo kept");
	touch(run, "read");
	next = new_policy();
	next.header.guards &= ~(1u << REIN_GUARD_BPF);
	rule(run, &next, REIN_BLOCK, READ, "read", PATTERN(0));
	swap(run, &next, answer, sizeof(answer));
	refused(answer, "asks nothing about `read`");
	next = new_policy();
	next.header.guards &= ~(1u << REIN_GUARD_BPF);
	builder_rule(&next, REIN_BLOCK, CONNECT, PATTERN(0), 0);
	swap(run, &next, answer, sizeof(answer));
	refused(answer, "asks nothing about `connect` and `recv`");
	next = new_policy();
	next.header.guards &= ~(1u << REIN_GUARD_BPF);
	next.header.flags = REIN_FLAG_FLOW;
	swap(run, &next, answer, sizeof(answer));
	refused(answer, "has no `source` of labels");
	next = new_policy();
	swap(run, &next, answer, sizeof(answer));
	refused(answer, "has no guard `bpf`");
	touch(run, "end");
	run_finish(run);
	CHECK(strstr(run->text, "kept\n"));
	CHECK(!strstr(run->text, "wrote\n"));
	CHECK(!HAS_EVENT(run, "\"kind\":\"policy\""));
	run_free(run);
}

/* Passed on while nobody minded, it would be in no table that is looked at later. */
TEST(swap_to_the_first_label_at_connect_is_refused)
{
	struct run *run = new_run();
	struct builder next = new_policy();
	char answer[512];

	run->builder.header.flags = next.header.flags = REIN_FLAG_FLOW;
	builder_rule(&run->builder, REIN_BLOCK, CONNECT, PATTERN(0), 0);
	builder_rule(&next, REIN_BLOCK, CONNECT, SECRET, 0);
	start(run, "until [ -e end ]; do sleep 0.01; done");
	swap(run, &next, answer, sizeof(answer));
	refused(answer, "label at `connect`");
	touch(run, "end");
	run_finish(run);
	run_free(run);
}

/* What the filter hands over and the policy in use does not ask about is the caller's own. */
TEST(swap_to_less_lets_go_of_what_it_does_not_ask_about)
{
	struct run *run = new_run();
	struct builder next = new_policy();
	char answer[512];

	rule(run, &run->builder, REIN_BLOCK, REIN_OP(REIN_EXEC) | READ, "tool", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, CONNECT, PATTERN(9), 0);
	next.header.guards = 0;
	start(run, "printf '#!/bin/sh\\necho ran\\n' > tool; chmod +x tool; "
		   "./tool || echo no tool; touch up; until [ -e end ]; do sleep 0.01; done; "
		   "./tool; kill -0 $$ && (exec 3<>/dev/udp/127.0.0.1/9) && echo connected");
	await(run, "up");
	swap(run, &next, answer, sizeof(answer));
	CHECK(!strcmp(answer, "{\"ok\":true}"));
	touch(run, "end");
	run_finish(run);
	CHECK(strstr(run->text, "no tool\n"));
	CHECK(strstr(run->text, "ran\nconnected\n"));
	run_free(run);
}

/* Asked by one policy, decided under another. */
static struct run *holding(enum rein_effect then, char id[16])
{
	struct run *run = new_run();
	struct builder next = new_policy();
	char answer[512];

	rule(run, &run->builder, REIN_NOTIFY, WRITE, "other", PATTERN(1));
	rule(run, &run->builder, REIN_ASK, WRITE, "asked", PATTERN(0));
	if (then != REIN_NONE)
		rule(run, &next, then, WRITE, "asked", PATTERN(0));
	start(run, "echo text > asked && echo through || echo stopped");
	CHECK(run_held(run, id));
	swap(run, &next, answer, sizeof(answer));
	CHECK(!strcmp(answer, "{\"ok\":true}"));
	CHECK(run_control(run, FRAME_LIST, NULL, 0, answer, sizeof(answer)));
	CHECK(strstr(answer, "\"decisive\":1,"));
	return run;
}

static void decided(enum rein_effect then, bool approve, const char *answered, const char *outcome,
		    const char *decisive, const char *said)
{
	char answer[256];
	char id[16];
	struct run *run = holding(then, id);

	CHECK(run_decide(run, id, approve, answer, sizeof(answer)));
	CHECK(strstr(answer, answered));
	run_finish(run);
	CHECK(strstr(run->text, said));
	CHECK(HAS_EVENT(run, "\"kind\":\"match\"", outcome, decisive, id));
	run_free(run);
}

TEST(swap_keeps_a_hold_and_asks_the_new_policy_when_it_is_approved)
{
	decided(REIN_NONE, true, "true", "\"approved\"", "\"decisive\":1,", "through\n");
	decided(REIN_ASK, true, "true", "\"approved\"", "\"decisive\":2,", "through\n");
	decided(REIN_BLOCK, true, "hold-changed", "\"denied\"", "\"decisive\":2,", "stopped\n");
}

TEST(swap_keeps_a_hold_and_who_denies_it_denies_it)
{
	decided(REIN_NONE, false, "true", "\"denied\"", "\"decisive\":1,", "stopped\n");
}

/* A call that blocks is made on a thread of the engine's own. */
static void await_errand(const struct run *run)
{
	char path[48];
	struct stat st = { 0 };

	snprintf(path, sizeof(path), "/proc/%d/task", run->engine);
	while (stat(path, &st) == 0 && st.st_nlink < 4) /* itself, its parent, two threads */
		usleep(1000);
}

/* An open that waits for the other end of a FIFO was decided about when it began. */
TEST(swap_leaves_what_is_under_way)
{
	struct run *run = new_run();
	struct builder next = new_policy();
	char answer[512];
	char path[128];
	int fd;

	rule(run, &run->builder, REIN_BLOCK, READ | WRITE, "kept", PATTERN(0));
	rule(run, &next, REIN_BLOCK, READ | WRITE, "kept", PATTERN(0));
	rule(run, &next, REIN_BLOCK, READ, "pipe", PATTERN(1));
	start(run, "mkfifo pipe; read line < pipe && echo \"got $line\"; "
		   "read line < pipe || echo refused");
	await(run, "pipe");
	await_errand(run);
	swap(run, &next, answer, sizeof(answer));
	CHECK(!strcmp(answer, "{\"ok\":true}"));
	snprintf(path, sizeof(path), "%s/pipe", run->work);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	CHECK(write(fd, "word\n", 5) == 5);
	close(fd);
	run_finish(run);
	CHECK(strstr(run->text, "got word\n"));
	CHECK(strstr(run->text, "refused\n"));
	run_free(run);
}
