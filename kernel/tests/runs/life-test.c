// SPDX-License-Identifier: Apache-2.0
/*
 * How runs end, and what holds when the engine does.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/link/frames.h"
#include "tests/runs/run.h"
#include "tests/test.h"

#define WRITE REIN_OP(REIN_WRITE)
#define EXEC REIN_OP(REIN_EXEC)

static void block_kept(struct run *run)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/kept", run->work);
	builder_name(&run->builder, REIN_PATH, path, PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, WRITE, PATTERN(0), 0);
}

TEST(life_code_is_what_a_shell_says)
{
	struct run *run = run_new();

	run_shell(run, "exit 7");
	CHECK_EQ(run->code, 7);
	run_free(run);
	run = run_new();
	run_shell(run, "kill -TERM $$");
	CHECK_EQ(run->code, 128 + SIGTERM);
	run_free(run);
}

TEST(life_descendants_outlive_the_first_and_stay_governed)
{
	struct run *run = run_new();

	block_kept(run);
	run_shell(run, "(setsid sh -c 'sleep 0.3; echo x > kept; echo late' &) ; exit 3");
	CHECK_EQ(run->code, 3);
	CHECK(strstr(run->text, "late\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"blocked\"", "kept\""));
	run_free(run);
}

TEST(life_engine_killed_leaves_nothing_free)
{
	struct run *run = run_new();
	char *command[] = { "/bin/sh", "-c",
			    "sleep 0.4; echo x > kept || echo refused; cat kept; "
			    "/bin/true; echo \"exec $?\"",
			    NULL };

	block_kept(run);
	builder_rule(&run->builder, REIN_NOTIFY, EXEC, PATTERN(9), 0);
	CHECK(run_start(run, command));
	usleep(150000);
	kill(run->engine, SIGKILL);
	run_finish(run);
	CHECK(!run->empty);
	CHECK(strstr(run->text, "refused\n"));
	CHECK(!strstr(run->text, "exec 0\n"));
	run_free(run);
}

TEST(life_recorder_gone_keeps_it_governed)
{
	struct run *run = run_new();
	char *command[] = { "/bin/sh", "-c", "sleep 0.3; echo x > kept; echo \"after $?\" > said",
			    NULL };
	char path[128];
	FILE *said;
	char text[32] = "";

	block_kept(run);
	CHECK(run_start(run, command));
	shutdown(run->fd, 2);
	close(run->fd);
	run->fd = -1;
	waitpid(run->engine, NULL, 0);
	run->engine = 0;
	snprintf(path, sizeof(path), "%s/said", run->work);
	said = fopen(path, "r");
	CHECK(said && fgets(text, sizeof(text), said) && strstr(text, "after 2"));
	if (said)
		fclose(said);
	run_free(run);
}

TEST(life_who_takes_over_recording_is_out_of_reach)
{
	struct run *run = run_new();
	char number[16];
	char *command[] = { "/bin/sh", "-c", "until [ -e go ]; do sleep 0.01; done; kill -9 $1",
			    "sh", number, NULL };
	char answer[64] = "";
	char go[128];
	pid_t recorder = fork();

	if (recorder == 0) {
		pause();
		_exit(0);
	}
	snprintf(number, sizeof(number), "%d", recorder);
	CHECK(run_start(run, command));
	run_tell(run, FRAME_PROTECT, &recorder, sizeof(recorder));
	/* Orders are taken before whoever asks on the control socket is answered. */
	while (!run_control(run, FRAME_LIST, NULL, 0, answer, sizeof(answer)))
		usleep(1000);
	snprintf(go, sizeof(go), "%s/go", run->work);
	close(open(go, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	run_finish(run);
	CHECK(run->code != 0);
	CHECK_EQ(waitpid(recorder, NULL, WNOHANG), 0);
	kill(recorder, SIGKILL);
	waitpid(recorder, NULL, 0);
	run_free(run);
}

TEST(life_cancel_ends_all_that_it_has_started)
{
	struct run *run = run_new();
	char *command[] = { "/bin/sh", "-c",
			    "for i in 1 2 3 4 5 6 7 8 9; do for j in 1 2 3 4; do "
			    "setsid sleep 600 & done; done; wait",
			    NULL };
	char answer[64] = "";

	CHECK(run_start(run, command));
	/* The socket is made before the command is. */
	while (!run_control(run, FRAME_CANCEL, NULL, 0, answer, sizeof(answer)))
		usleep(1000);
	CHECK(strstr(answer, "\"ok\":true"));
	run_finish(run);
	CHECK(run->empty);
	CHECK_EQ(run->code, 137);
	run_free(run);
}

TEST(life_bad_image_runs_nothing)
{
	struct run *run = run_new();
	char *command[] = { "/bin/sh", "-c", "echo ran", NULL };

	run->builder.header.version = 99;
	CHECK(!run_start(run, command));
	CHECK(strstr(run->last, "\"code\":\"bad-image\""));
	run_finish(run);
	CHECK(!strstr(run->text, "ran"));
	run_free(run);
}

TEST(life_exit_gate_is_open_before_anybody_knows)
{
	struct run *run = run_new();
	struct builder *builder = &run->builder;
	u32 clause = builder_clause(builder, REIN_BLOCK);
	u32 slot = builder_exit(builder, 0, 0);

	/* `commit` only after `check` ended with 0. */
	builder_name(builder, REIN_PATH, "/bin/true", PATTERN(1));
	builder_name(builder, REIN_PATH, "/usr/bin/true", PATTERN(1));
	builder_name(builder, REIN_PATH, "/usr/bin/id", PATTERN(2));
	builder_row(builder, (struct row){ .ops = EXEC,
					   .action = REIN_ACT_ARM_EXIT,
					   .operand = (u16)slot,
					   .literals = { PATTERN(1) } });
	builder_row(builder, (struct row){ .ops = EXEC,
					   .action = REIN_ACT_RULE,
					   .operand = REIN_BLOCK,
					   .owner = clause,
					   .literals = { PATTERN(2), NOT(GATE(0)) } });
	/* `cat` sees the end of the pipe, which is before the shell sees the exit. */
	run_shell(run,
		  "/usr/bin/id >/dev/null 2>&1 || echo early; for i in 1 2 3 4 5 6 7 8 9 10; do "
		  "/bin/true | cat; /usr/bin/id > /dev/null || echo late; done");
	CHECK(strstr(run->text, "early\n"));
	CHECK(!strstr(run->text, "late\n"));
	CHECK(HAS_EVENT(run, "\"kind\":\"gate\"", "\"state\":\"open\"", "\"op\":\"exit\""));
	run_free(run);
}
