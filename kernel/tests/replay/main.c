/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-core-replay IMAGE: the decision core behind a line protocol, for differential tests.
 *
 * Standard input, one command a line, words between single spaces. Numbers are decimal; bytes are
 * lower-case hex, `-` when there are none. P and C are process numbers, 0 to 65535; a process that
 * is named for the first time is a first process of the run, with the built-in labels.
 *
 *   reset                 a new run: no processes, no labels on objects, all gates closed
 *   fork P C              C becomes a child of P
 *   exit P STATUS         P ends by itself with STATUS (0 to 255), or by a signal (-1)
 *   approve GATE          a person approves gate number GATE
 *   event P COMMIT ARGSTRUNC ARGS EXTRA NASPECTS
 *                         followed by NASPECTS (1 or 2) lines
 *   aspect OPS KEY TREE OBJ NAMES ATOMS
 *
 * COMMIT: 0 never; 1 always but for block and kill (an ask is approved); 2 unless it is ask or
 * stronger. ARGSTRUNC: 1 when argv is longer than ARGS. ARGS: tokens each ended by 00. EXTRA: the
 * script's path, an argument of its interpreter. OPS: mask of 1 << enum rein_op. KEY: 0 path, 1
 * endpoint. TREE: 1 when a directory moves. OBJ: number of the object, 1 to 65535, whose labels are
 * kept between events; 0 is an object that is not kept. NAMES: at most 8, between commas. ATOMS:
 * host-name atoms between commas, or `-`.
 *
 * Standard output, one line for each command but `aspect`. Sets are 64-bit words of hex, lowest
 * first, between commas, without trailing zero words (one word at least):
 *
 *   event   EFFECT DECISIVE MATCHES MORE LABELS SHIELD LINEAGE EXITS OBJ1 OBJ2 GATES
 *   fork    LABELS SHIELD LINEAGE EXITS, of the child
 *   exit, approve, reset   GATES
 *
 * EFFECT is a number of enum rein_effect; DECISIVE a clause, `-` when EFFECT is 0; MATCHES clauses
 * between commas or `-`; MORE the number of further ones. The rest is the state after the event, as
 * committed or unchanged; OBJ1 and OBJ2 are the labels of the aspects' objects, `-` where there is
 * no aspect or OBJ is 0. Answers are buffered: they are sure to be there once the input has ended.
 * On bad input it says so on standard error and ends with status 2.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

enum commit { COMMIT_NEVER, COMMIT_APPROVED, COMMIT_UNASKED };

#define ATOMS_MAX 64 /* of one aspect: more than any test names hosts */

static struct {
	struct rein_image image;
	struct rein_run run;
	struct rein_task tasks[PROCESSES_MAX];
	u8 known[PROCESSES_MAX];
	u64 objects[OBJECTS_MAX];
} world;

static struct rein_bits bits;
static struct rein_verdict verdict;

/* An aspect's line must outlive the reading of the next one: its own copy of what it points to. */
struct aspect_text {
	char names[LINE_BYTES_MAX];
	u16 atoms[ATOMS_MAX];
	long object;
};

static struct aspect_text texts[2];
static u8 args[LINE_BYTES_MAX];

static struct rein_task *task_of(struct line *line)
{
	long process = line_number(line, 0, PROCESSES_MAX - 1);

	if (!world.known[process])
		rein_start(&world.image, &world.tasks[process]);
	world.known[process] = 1;
	return &world.tasks[process];
}

static void read_names(struct line *line, struct aspect_text *text, struct rein_aspect *aspect)
{
	char *word = strcpy(text->names, line_word(line));
	int got;

	while ((got = next_bytes(&word, &aspect->names[aspect->n_names])) > 0) {
		if (++aspect->n_names == REIN_NAMES_MAX)
			break;
	}
	if (got < 0 || (aspect->n_names == REIN_NAMES_MAX && *word))
		line_bad(line, "names that are not hex, or too many");
}

static void read_atoms(struct line *line, struct aspect_text *text, struct rein_aspect *aspect)
{
	char *word = line_word(line);
	int got;

	while ((got = next_number(&word, &text->atoms[aspect->n_atoms])) > 0) {
		if (++aspect->n_atoms == ATOMS_MAX)
			line_bad(line, "too many atoms");
	}
	if (got < 0)
		line_bad(line, "atoms that are not numbers");
	aspect->atoms = text->atoms;
}

static void read_aspect(struct line *line, struct aspect_text *text, struct rein_aspect *aspect)
{
	if (!line_read(line) || strcmp(line_word(line), "aspect") != 0)
		line_bad(line, "an aspect is missing");
	aspect->ops = (u16)line_number(line, 0, REIN_OP(REIN_OPS) - 1);
	aspect->key = (u8)line_number(line, REIN_KEY_PATH, REIN_KEY_ENDPOINT);
	aspect->tree = (u8)line_number(line, 0, 1);
	text->object = line_number(line, 0, OBJECTS_MAX - 1);
	aspect->labels = world.objects[text->object];
	read_names(line, text, aspect);
	read_atoms(line, text, aspect);
	line_end(line);
}

static void print_verdict(const struct rein_task *task, u32 n_aspects)
{
	if (verdict.effect == REIN_NONE) {
		printf("0 - -");
	} else {
		printf("%u %u ", verdict.effect, verdict.decisive);
		for (u32 i = 0; i < verdict.n_matches; i++)
			printf("%s%u", i ? "," : "", verdict.matches[i]);
	}
	printf(" %u ", verdict.n_more);
	print_task(task, ' ');
	for (u32 i = 0; i < 2; i++) {
		if (i < n_aspects && texts[i].object)
			print_words(&world.objects[texts[i].object], 1, ' ');
		else
			fputs("- ", stdout);
	}
	print_words(world.run.gates, REIN_GATE_WORDS, '\n');
}

static void run_event(struct line *line)
{
	struct rein_event event = { 0 };
	struct rein_task *task = task_of(line);
	enum commit commit = line_number(line, COMMIT_NEVER, COMMIT_UNASKED);

	event.args_truncated = (u8)line_number(line, 0, 1);
	event.args = line_bytes(line);
	event.extra_arg = line_bytes(line);
	event.n_aspects = (u16)line_number(line, 1, 2);
	line_end(line);
	/* The aspects' lines overwrite this one. */
	memcpy(args, event.args.at ? event.args.at : args, event.args.len);
	memcpy(args + event.args.len, event.extra_arg.at ? event.extra_arg.at : args,
	       event.extra_arg.len);
	event.args.at = args;
	event.extra_arg.at = args + event.args.len;
	for (u32 i = 0; i < event.n_aspects; i++)
		read_aspect(line, &texts[i], &event.aspects[i]);

	rein_decide(&world.image, &world.run, task, &event, &bits, &verdict);
	if (commit == COMMIT_APPROVED ? verdict.effect <= REIN_ASK
				      : commit == COMMIT_UNASKED && verdict.effect < REIN_ASK) {
		rein_commit(&world.run, task, &verdict);
		for (u32 i = 0; i < event.n_aspects; i++) {
			if (texts[i].object)
				world.objects[texts[i].object] |= verdict.object_labels[i];
		}
	}
	print_verdict(task, event.n_aspects);
}

static void run_fork(struct line *line)
{
	const struct rein_task *parent = task_of(line);
	struct rein_task *child = task_of(line);

	line_end(line);
	if (child == parent)
		line_bad(line, "a process cannot be its own child");
	rein_fork(parent, child);
	print_task(child, '\n');
}

static void run_exit(struct line *line)
{
	struct rein_task *task = task_of(line);
	s32 status = (s32)line_number(line, -1, 255);
	u64 opens[REIN_GATE_WORDS];

	line_end(line);
	rein_exit(&world.image, &world.run, task, status, opens);
	world.known[task - world.tasks] = 0;
	print_words(world.run.gates, REIN_GATE_WORDS, '\n');
}

static void run_approve(struct line *line)
{
	u32 gate = (u32)line_number(line, 0, REIN_GATES_MAX - 1);

	line_end(line);
	rein_approve(&world.run, gate);
	print_words(world.run.gates, REIN_GATE_WORDS, '\n');
}

static void run_reset(struct line *line)
{
	line_end(line);
	memset(&world.run, 0, sizeof(world.run));
	memset(world.known, 0, sizeof(world.known));
	memset(world.objects, 0, sizeof(world.objects));
	print_words(world.run.gates, REIN_GATE_WORDS, '\n');
}

static void run_line(struct line *line)
{
	static const struct {
		const char *name;
		void (*run)(struct line *line);
	} commands[] = {
		{ "event", run_event },	    { "fork", run_fork },   { "exit", run_exit },
		{ "approve", run_approve }, { "reset", run_reset },
	};
	const char *name = line_word(line);

	for (u32 i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(name, commands[i].name) == 0) {
			commands[i].run(line);
			return;
		}
	}
	line_bad(line, "no such command");
}

static void *read_file(const char *path, u64 *bytes)
{
	FILE *file = fopen(path, "rb");
	u8 *blob = malloc(REIN_IMAGE_MAX + 1);

	if (!file || !blob)
		return NULL;
	*bytes = fread(blob, 1, REIN_IMAGE_MAX + 1, file);
	if (ferror(file))
		return NULL;
	fclose(file);
	return blob;
}

int main(int argc, char **argv)
{
	struct line line = { 0 };
	enum rein_image_fault fault;
	void *blob;
	u64 bytes;

	if (argc != 2) {
		fprintf(stderr, "usage: rein-core-replay IMAGE\n");
		return 2;
	}
	blob = read_file(argv[1], &bytes);
	if (!blob) {
		perror(argv[1]);
		return 2;
	}
	fault = rein_image_open(&world.image, blob, bytes);
	if (fault) {
		fprintf(stderr, "rein-core-replay: %s: %s (section %u, element %u)\n", argv[1],
			rein_image_error(fault), world.image.bad_section, world.image.bad_element);
		return 2;
	}
	while (line_read(&line))
		run_line(&line);
	return fflush(stdout) ? 2 : 0;
}
