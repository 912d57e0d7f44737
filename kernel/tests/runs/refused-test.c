// SPDX-License-Identifier: Apache-2.0
/*
 * What a policy refuses does not happen, and is told.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/runs/run.h"
#include "tests/test.h"

#define READ REIN_OP(REIN_READ)
#define WRITE REIN_OP(REIN_WRITE)
#define EXEC REIN_OP(REIN_EXEC)

static void name_in_work(struct run *run, const char *name, u16 atom)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", run->work, name);
	builder_name(&run->builder, REIN_PATH, path, atom);
}

TEST(refused_write_leaves_the_file)
{
	struct run *run = run_new();

	name_in_work(run, "kept", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, WRITE, PATTERN(0), 0);
	run_shell(run, "echo other > ./x/../kept; echo new > y; mv y kept; cat y; ls");
	CHECK(strstr(run->text, "[rein] blocked: write of "));
	CHECK(strstr(run->text, "  why: because\n"));
	CHECK(strstr(run->text, "new\n"));
	CHECK(!strstr(run->text, "kept\ny\n"));
	CHECK(HAS_EVENT(run, "\"kind\":\"match\"", "\"outcome\":\"blocked\"", "\"op\":\"write\"",
			"\"effect\":\"block\"", "\"call\":\"rename"));
	run_free(run);
}

TEST(refused_kill_ends_the_process_but_not_the_first)
{
	struct run *run = run_new();

	name_in_work(run, "deadly", PATTERN(0));
	builder_rule(&run->builder, REIN_KILL, READ, PATTERN(0), 0);
	run_shell(run, "echo x > deadly; cat deadly; echo \"child $?\"; : < deadly; echo here");
	CHECK(strstr(run->text, "[rein] killed: read of "));
	CHECK(strstr(run->text, "child 137\n"));
	CHECK(strstr(run->text, "[rein] blocked: read of "));
	CHECK(HAS_EVENT(run, "\"outcome\":\"killed\""));
	CHECK(HAS_EVENT(run, "\"outcome\":\"blocked\"", "\"spared_root\":true"));
	run_free(run);
}

TEST(refused_reading_of_a_program_names_the_program)
{
	struct run *run = run_new();

	name_in_work(run, "tool", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	run_shell(run, "cp /bin/true ./tool; ./tool secret; echo \"code $?\"");
	CHECK(strstr(run->text, "[rein] blocked: read of /"));
	CHECK(strstr(run->text, "/tool\n  rule: "));
	CHECK(!strstr(run->text, "tool secret"));
	CHECK(strstr(run->text, "code 126\n"));
	run_free(run);
}

TEST(refused_command_never_starts)
{
	struct run *run = run_new();
	char *command[] = { "/bin/sh", "-c", "echo r''an", NULL };

	builder_rule(&run->builder, REIN_BLOCK, EXEC, 0, 0);
	CHECK(run_start(run, command));
	run_finish(run);
	CHECK_EQ(run->code, 126);
	CHECK(run->empty);
	CHECK(!strstr(run->text, "ran\n"));
	run_free(run);
}

TEST(refused_unknown_command_says_127)
{
	struct run *run = run_new();
	char *command[] = { "/no/such/command", NULL };

	CHECK(run_start(run, command));
	run_finish(run);
	CHECK_EQ(run->code, 127);
	CHECK(strstr(run->text, "cannot run `/no/such/command`"));
	run_free(run);
}

TEST(refused_note_lets_it_go_on)
{
	struct run *run = run_new();

	name_in_work(run, "noted", PATTERN(0));
	builder_rule(&run->builder, REIN_NOTIFY, WRITE, PATTERN(0), 0);
	run_shell(run, "echo text > noted; cat noted");
	CHECK(strstr(run->text, "[rein] note: write of "));
	CHECK(strstr(run->text, "text\n"));
	CHECK(HAS_EVENT(run, "\"outcome\":\"allowed\"", "\"effect\":\"notify\""));
	run_free(run);
}

TEST(refused_guards_hold_whatever_the_policy_says)
{
	struct run *run = run_new();
	char path[4096];
	char *command[] = { path, "refusals", NULL };

	if (!realpath("build/rein-test-acts", path))
		abort();
	name_in_work(run, "nothing", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	builder_name(&run->builder, REIN_ENDPOINT, "o99", PATTERN(1));
	builder_rule(&run->builder, REIN_BLOCK, REIN_OP(REIN_CONNECT), PATTERN(1), 0);
	CHECK(run_start(run, command));
	run_finish(run);
	CHECK(run->empty);
	CHECK(strstr(run->text, "IPV6_RTHDR, route, sizeof(route)): EPERM"));
	CHECK(strstr(run->text, "IP_OPTIONS, route, sizeof(route)): EPERM"));
	CHECK(strstr(run->text, "setsockopt(fd, IPPROTO_IPV6, 32, route, sizeof(route)): EPERM"));
	CHECK(strstr(run->text, "socket(AF_INET, SOCK_SEQPACKET, 0): EPROTONOSUPPORT"));
	CHECK(strstr(run->text, "socket(AF_UNIX, SOCK_SEQPACKET, 0): done"));
	CHECK(strstr(run->text, "setpriority(PRIO_PROCESS, (id_t)engine, 1): EPERM"));
	CHECK(strstr(run->text, "setpriority(PRIO_PGRP, (id_t)getpgid(engine), 1): EPERM"));
	CHECK(strstr(run->text, "setpriority(PRIO_USER, 0, 1): EPERM"));
	CHECK(strstr(run->text, "setpriority(PRIO_USER, getuid(), 1): EPERM"));
	CHECK(strstr(run->text, "SYS_ioprio_set, 3, 0, 3 << 13): EPERM"));
	CHECK(strstr(run->text, "setpriority(PRIO_PROCESS, 0, 1): done"));
	CHECK(strstr(run->text, "setpriority(PRIO_PROCESS, (id_t)getpid(), 2): done"));
	CHECK(strstr(run->text, "1001, 1001, CLOSE_RANGE_UNSHARE): done"));
	CHECK(strstr(run->text, "unshare(CLONE_FS | CLONE_FILES): done"));
	CHECK(strstr(run->text, "unshare(CLONE_FILES): EPERM"));
	CHECK(strstr(run->text, "1000, 1000, CLOSE_RANGE_UNSHARE): EPERM"));
	CHECK(strstr(run->text, "CLONE_SIGHAND | CLONE_THREAD | CLONE_FS, NULL): EPERM"));
	CHECK(strstr(run->text, "sendmsg(fd, &header, 0): EPERM"));
	CHECK(strstr(run->text, "syscall(999): ENOSYS"));
	CHECK(strstr(run->text, "io_uring_setup, 1, NULL): ENOSYS"));
	CHECK(strstr(run->text, "PTRACE_TRACEME, 0, NULL, NULL): EPERM"));
	CHECK(strstr(run->text, "CLONE_UNTRACED | SIGCHLD, NULL, NULL, NULL, NULL): EPERM"));
	CHECK(strstr(run->text, "unshare(CLONE_NEWUSER): EPERM"));
	CHECK(strstr(run->text, "open(\"/proc/self/mem\", O_RDWR): EPERM"));
	CHECK(strstr(run->text, "dumpable 1"));
	CHECK(strstr(run->text, "engine's mem: EACCES"));
	CHECK(strstr(run->text, "engine's fd/3: EACCES"));
	CHECK(strstr(run->text, "engine's stat: open"));
	CHECK(strstr(run->text, "kill(engine, SIGKILL): EPERM"));
	CHECK(strstr(run->text, "SYS_tkill, engine, SIGKILL): EPERM"));
	CHECK(strstr(run->text, "SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0): EPERM"));
	CHECK(strstr(run->text, "F_SETSIG, SIGKILL): EPERM"));
	CHECK(strstr(run->text, "kill(INT_MIN, 0): ESRCH"));
	CHECK(strstr(run->text, "groups are done\n"));
	CHECK(!strstr(run->text, "cgroup: open") && !strstr(run->text, "cgroup2: open"));
	CHECK(strstr(run->text, "F_SETOWN, engine): EPERM"));
	CHECK(strstr(run->text, "F_SETOWN, -getpgid(engine)): EPERM"));
	CHECK(strstr(run->text, "F_SETOWN_EX, &to_engine): EPERM"));
	CHECK(strstr(run->text, "F_SETOWN_EX, &to_thread): EPERM"));
	CHECK(strstr(run->text, "F_SETOWN_EX, &to_group): EPERM"));
	CHECK(strstr(run->text, "FIOSETOWN, &number): EPERM"));
	CHECK(strstr(run->text, "SIOCSPGRP, &number): EPERM"));
	CHECK(strstr(run->text, "F_SETOWN, INT_MIN): EINVAL"));
	CHECK(strstr(run->text, "F_SETOWN, getpid()): done\nowner 1\n"));
	CHECK(strstr(run->text, "F_SETOWN, -getpgrp()): done\nowner 1\n"));
	CHECK(strstr(run->text, "FIOSETOWN, &number): done\nowner 1\n"));
	CHECK(HAS_EVENT(run, "\"kind\":\"guard\"", "\"guard\":\"ptrace\""));
	CHECK(HAS_EVENT(run, "\"kind\":\"guard\"", "\"guard\":\"control\""));
	CHECK(HAS_EVENT(run, "\"guard\":\"io_uring\"", "\"reason\":\"its operations"));
	CHECK(strstr(run->text, "[rein] refused: ptrace"));
	CHECK(!strstr(run->text, "[rein] refused: io_uring"));
	run_free(run);
}

/* Every mount of /proc leads to the engine, and it is the engine that opens there. */
TEST(refused_engine_by_another_mount_of_proc)
{
	struct run *run = run_new();
	char proc[128];

	name_in_work(run, "nothing", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, READ, PATTERN(0), 0);
	snprintf(proc, sizeof(proc), "%s/proc", run->work);
	mkdir(proc, 0755);
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("proc", proc, "proc", 0, NULL) < 0)
		printf("no right to mount: only the first /proc is tried\n");
	run_shell(run, "for p in /proc/$PPID proc/$PPID proc/$PPID/task/$PPID; do "
		       "for f in mem environ fd/3 stat; do (: < $p/$f) && echo read $f; done; "
		       "(: >> $p/mem) && echo wrote; done 2>/dev/null");
	umount(proc);
	CHECK(run->empty);
	CHECK(strstr(run->text, "read stat\n"));
	CHECK(!strstr(run->text, "read mem\n"));
	CHECK(!strstr(run->text, "read environ\n"));
	CHECK(!strstr(run->text, "read fd/3\n"));
	CHECK(!strstr(run->text, "wrote\n"));
	run_free(run);
}

/* It may be executed and not read: then the kernel lets nobody look at its process either. */
TEST(refused_program_that_cannot_be_watched)
{
	struct run *run = run_new();

	name_in_work(run, "other", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, EXEC, PATTERN(0), 0);
	run->no_root = true;
	run_shell(run, "cp /bin/echo mine; ./mine readable; chmod 0111 mine; ./mine ran; "
		       "echo code $?");
	CHECK(run->empty);
	CHECK(strstr(run->text, "readable\n"));
	CHECK(strstr(run->text, "a program that cannot be read cannot be watched"));
	CHECK(!strstr(run->text, "ran\n"));
	CHECK(strstr(run->text, "code 126\n"));
	run_free(run);
}

/* The same by way of a loader that cannot be read: that is seen when the kernel has taken it. */
TEST(refused_program_with_a_hidden_loader)
{
	struct run *run = run_new();

	name_in_work(run, "other", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, EXEC, PATTERN(0), 0);
	run->no_root = true;
	run_shell(run, "loader=$(ls /lib*/ld-linux-*.so.? | head -1); cp $loader ld; "
		       "pad=$(printf %*s $((${#loader} - 3)) '' | tr ' ' /); "
		       "sed \"s#$loader#.${pad}ld#\" /bin/echo > mine; "
		       "chmod 0755 mine; ./mine readable; chmod 0111 ld; ./mine ran; echo code $?");
	CHECK(run->empty);
	CHECK(strstr(run->text, "readable\n"));
	CHECK(!strstr(run->text, "ran\n"));
	CHECK(strstr(run->text, "code 137\n"));
	run_free(run);
}

/* The engine performs what makes the file longer, and the limit is on its own as well. */
TEST(refused_length_leaves_the_engine)
{
	struct run *run = run_new();
	struct rlimit before;
	struct rlimit small;

	getrlimit(RLIMIT_FSIZE, &before);
	small = before;
	small.rlim_cur = 65536;
	setrlimit(RLIMIT_FSIZE, &small);
	run_shell(run, "truncate -s 60000 a && echo short; truncate -s 70000 a || echo long");
	setrlimit(RLIMIT_FSIZE, &before);
	CHECK(run->empty);
	CHECK(strstr(run->text, "short\n"));
	CHECK(strstr(run->text, "long\n"));
	run_free(run);
}

TEST(refused_many_times_is_recorded_as_often)
{
	struct run *run = run_new();

	name_in_work(run, "kept", PATTERN(0));
	builder_rule(&run->builder, REIN_BLOCK, WRITE, PATTERN(0), 0);
	run_shell(run, "i=0; while [ $i -lt 3000 ]; do echo > kept; i=$((i+1)); done 2>/dev/null");
	CHECK_EQ(run->n_events, 3000);
	CHECK(strstr(run->last, "\"events_lost\":0"));
	run_free(run);
}
