// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel tiers' own program until rein-engine hosts them: it speaks no frames and asks nobody.
 *
 *   rein-hooks run IMAGE [--events FILE] [--ask approve|deny|wait] [--swap IMAGE] -- COMMAND...
 *   rein-hooks load [--tier lsm|fmodret|observe]   loads the hooks and pins them
 *   rein-hooks unload                      removes the pins
 *   rein-hooks status                      number of runs that have processes
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keeper.h"
#include "record.h"

#define FEEDBACK_BYTES 4096
#define EVENT_BYTES_MAX (256 * 1024)
#define POLL_MS 20
#define WAITING_MAX 64

struct options {
	const char *image;
	const char *events;
	const char *swap;
	enum rein_hold_state answer;
	enum hooks_tier tier;
	char **command;
};

/* Who is being woken, until it has gone on. */
static struct {
	struct rein_hold_key keys[WAITING_MAX];
	u32 n;
} waiting;

static struct run run;
static struct rein_image image;
static pid_t root;
static struct options options;
static FILE *events;
static bool empty;

static _Noreturn void fail(const char *what, int err)
{
	fprintf(stderr, "rein-hooks: %s: %s\n", what, strerror(err < 0 ? -err : err));
	exit(EXIT_FAILURE);
}

static void tell(const struct rein_record *record)
{
	char buffer[FEEDBACK_BYTES];
	struct text text = TEXT_FIXED(buffer);
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%u/fd/2", record->pid);
	fd = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	record_feedback(&image, record, &text);
	if (write(fd, text.at, text.len) < 0)
		fprintf(stderr, "rein-hooks: could not tell process %u\n", record->pid);
	close(fd);
}

static int on_record(void *context, void *data, size_t bytes)
{
	const struct rein_record *record = data;
	struct text json = { .most = EVENT_BYTES_MAX };

	(void)context;
	if (bytes >= 8 && ((const u32 *)data)[1] == REIN_RECORD_EMPTY && bytes < sizeof(*record)) {
		empty = true;
		return 0;
	}
	if (!record_json(&image, record, bytes, &json))
		return 0;
	fwrite(json.at, 1, json.len, events);
	fflush(events);
	text_free(&json);
	if (record->kind == REIN_RECORD_MATCH || record->kind == REIN_RECORD_HOLD)
		tell(record);
	if (record->kind == REIN_RECORD_HOLD && waiting.n < WAITING_MAX)
		waiting.keys[waiting.n++] = record->hold_key;
	return 0;
}

/* Answers a hold and wakes who waits for it; false once that has gone on, or away. */
static bool answer_hold(const struct rein_hold_key *key, enum rein_hold_state state)
{
	struct rein_hold hold;

	if (bpf_map_lookup_elem(run.hooks.holds, key, &hold))
		return false;
	if (hold.state == REIN_HOLD_PENDING) {
		hold.state = state;
		bpf_map_update_elem(run.hooks.holds, key, &hold, BPF_EXIST);
	}
	if (!kill((pid_t)key->pid, SIGCONT))
		return true;
	bpf_map_delete_elem(run.hooks.holds, key);
	return false;
}

/* The command, governed before its first instruction. */
static int start(char *const argv[])
{
	int ready[2];
	char word;
	int err;

	if (pipe2(ready, O_CLOEXEC))
		return -errno;
	root = fork();
	if (root == 0) {
		close(ready[1]);
		if (read(ready[0], &word, 1) == 1)
			execvp(argv[0], argv);
		_exit(126);
	}
	close(ready[0]);
	err = run_govern_root(&run, &image, root);
	if (!err && write(ready[1], "!", 1) != 1)
		err = -errno;
	close(ready[1]);
	return err;
}

/* A process may get SIGCONT before it has stopped: wake it until it has come for its answer. */
static void wake(void)
{
	u32 kept = 0;

	if (options.answer == REIN_HOLD_PENDING)
		return;
	for (u32 i = 0; i < waiting.n; i++) {
		if (answer_hold(&waiting.keys[i], options.answer))
			waiting.keys[kept++] = waiting.keys[i];
	}
	waiting.n = kept;
}

static void *read_image(const char *path, struct rein_image *into)
{
	FILE *file = fopen(path, "rb");
	struct stat stat;
	void *blob;

	if (!file || fstat(fileno(file), &stat))
		fail(path, errno);
	blob = aligned_alloc(8, ((size_t)stat.st_size + 7) & ~7ul);
	if (!blob || fread(blob, 1, (size_t)stat.st_size, file) != (size_t)stat.st_size)
		fail(path, EIO);
	fclose(file);
	enum rein_image_fault fault = rein_image_open(into, blob, (u64)stat.st_size);
	if (fault != REIN_IMAGE_OK) {
		fprintf(stderr, "rein-hooks: %s: %s\n", path, rein_image_error(fault));
		exit(EXIT_FAILURE);
	}
	return blob;
}

#define SWAPS 1000

/* A process of its own that swaps the policy for another image and back: what both deny must never
 * succeed in between. */
static void start_swapping(void)
{
	struct rein_image other;

	if (!options.swap)
		return;
	read_image(options.swap, &other);
	if (fork())
		return;
	for (int i = 0; i < SWAPS; i++) {
		int err = run_swap(&run, i % 2 ? &image : &other);

		if (err)
			fail("swap", err);
	}
	fprintf(stderr, "rein-hooks: %d swaps\n", SWAPS);
	_exit(EXIT_SUCCESS);
}

static int govern(void)
{
	struct ring_buffer *ring;
	int status = 0;
	int err;

	read_image(options.image, &image);
	err = run_open(&run, options.tier);
	if (!err)
		err = run_swap(&run, &image);
	if (err)
		fail("run", err);
	err = keeper_start(&run);
	if (err)
		fail("keeper", err);
	ring = ring_buffer__new(run.ring, on_record, NULL, NULL);
	err = ring ? start(options.command) : -errno;
	if (err)
		fail("start", err);
	start_swapping();
	while (!empty) {
		ring_buffer__poll(ring, POLL_MS);
		wake();
	}
	ring_buffer__consume(ring);
	waitpid(root, &status, 0);
	run_close(&run);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void report_counts(void)
{
	static const char *const names[REIN_COUNTS] = {
		"decisions", "matches", "processes", "events_lost", "no_scratch", "no_label_room",
		"no_policy", "path_unknown", "fork_refused", "passes",
	};
	struct rein_bpf_run state;

	if (run_state(&run, &state))
		return;
	fprintf(events, "{\"kind\":\"counts\"");
	for (u32 i = 0; i < REIN_COUNTS; i++)
		fprintf(events, ",\"%s\":%llu", names[i], (unsigned long long)state.counts[i]);
	fprintf(events, "}\n");
}

static enum rein_hold_state answer_named(const char *name)
{
	if (!strcmp(name, "wait"))
		return REIN_HOLD_PENDING;
	return strcmp(name, "approve") ? REIN_HOLD_DENIED : REIN_HOLD_APPROVED;
}

/* How many runs have processes. */
static int print_live_runs(void)
{
	struct rein_bpf_run state;
	int live = 0;

	if (hooks_open(&run.hooks, options.tier, false))
		return EXIT_FAILURE;
	for (run.slot = 0; run.slot < REIN_RUNS_MAX; run.slot++)
		live += !run_state(&run, &state) && state.state == REIN_RUN_LIVE &&
			state.processes > 0;
	printf("%d\n", live);
	return EXIT_SUCCESS;
}

static enum hooks_tier tier_named(const char *name)
{
	if (!strcmp(name, "observe"))
		return HOOKS_OBSERVE;
	return strcmp(name, "lsm") ? HOOKS_FMODRET : HOOKS_LSM;
}

static char **parse(char **argv)
{
	for (; *argv && strcmp(*argv, "--"); argv++) {
		if (!strcmp(*argv, "--events") && argv[1])
			options.events = *++argv;
		else if (!strcmp(*argv, "--swap") && argv[1])
			options.swap = *++argv;
		else if (!strcmp(*argv, "--ask") && argv[1])
			options.answer = answer_named(*++argv);
		else if (!strcmp(*argv, "--tier") && argv[1])
			options.tier = tier_named(*++argv);
		else
			options.image = *argv;
	}
	return *argv ? argv + 1 : argv;
}

int main(int argc, char **argv)
{
	int code;

	options.tier = hooks_probe();
	options.answer = REIN_HOLD_DENIED;
	events = stderr;
	if (argc >= 2)
		options.command = parse(argv + 2);
	if (argc >= 2 && !strcmp(argv[1], "unload"))
		return hooks_unpin(options.tier) ? EXIT_FAILURE : EXIT_SUCCESS;
	if (argc >= 2 && !strcmp(argv[1], "status"))
		return print_live_runs();
	if (argc >= 2 && !strcmp(argv[1], "load")) {
		int err = hooks_open(&run.hooks, options.tier, true);

		if (err)
			fail("load", err);
		printf("%s\n", hooks_tier_name(options.tier));
		return EXIT_SUCCESS;
	}
	if (argc < 2 || strcmp(argv[1], "run") || !options.image || !*options.command) {
		fprintf(stderr, "usage: rein-hooks run IMAGE [--events FILE] -- COMMAND...\n");
		return EXIT_FAILURE;
	}
	if (options.events)
		events = fopen(options.events, "we");
	if (!events)
		fail(options.events, errno);
	code = govern();
	report_counts();
	return code;
}
