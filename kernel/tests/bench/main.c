/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-core-bench [IMAGE...]: nanoseconds of CPU per decision of the core alone, for opens that no
 * rule meets. Without an image it makes its own, of 1 and of 1000 rules; their paths lead deep into
 * the patterns and meet none, so that no walk ends early, and come from 100 directories in turn, so
 * that the caches are not as warm as one path would make them.
 * rein-core-bench --write RULES FILE: writes such an image, for the replay harness.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/image-builder.h"

#define STEMS 100
#define STEM_BYTES 160
#define DECISIONS 1000000
#define REPEATS 5 /* the best one counts */

static char stems[STEMS][STEM_BYTES + 1];

/* Words as in a source tree, from a fixed sequence. */
static void make_stems(void)
{
	u32 random = 1;

	for (u32 i = 0; i < STEMS; i++) {
		for (u32 j = 0; j < STEM_BYTES; j++) {
			random = random * 1664525 + 1013904223;
			stems[i][j] = (char)(j % 9 ? 'a' + (random >> 24) % 26 : '/');
		}
	}
}

static void *make_image(u32 rules, u64 *bytes)
{
	struct builder builder;

	builder_start(&builder, 8, 8, rules);
	for (u32 i = 0; i < rules; i++) {
		char prefix[STEM_BYTES + 16];

		snprintf(prefix, sizeof(prefix), "%s/%u/", stems[i % STEMS], i);
		builder_prefix(&builder, REIN_PATH, prefix, (u16)PATTERN(i));
		builder_rule(&builder, REIN_BLOCK, REIN_OP(REIN_READ) | REIN_OP(REIN_WRITE),
			     (u16)PATTERN(i), 0);
	}
	return builder_finish(&builder, bytes);
}

static double nanoseconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)(now.tv_sec - start->tv_sec) * 1e9 + (double)(now.tv_nsec - start->tv_nsec);
}

/* Best of some repeats, of opens of `length` bytes below the first `n_stems` stems. */
static double measure(const struct rein_image *image, u32 length, u32 n_stems)
{
	static struct rein_bits bits;
	static struct rein_verdict verdict;
	struct rein_run run = { 0 };
	struct rein_task task;
	double best = 0;
	u32 met = 0;

	rein_start(image, &task);
	for (u32 repeat = 0; repeat < REPEATS; repeat++) {
		struct timespec start;
		double spent;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		for (u32 i = 0; i < DECISIONS; i++) {
			struct rein_event event = { .n_aspects = 1 };

			event.aspects[0].ops = REIN_OP(REIN_READ);
			event.aspects[0].n_names = 1;
			event.aspects[0].names[0].at = (const u8 *)stems[i % n_stems];
			event.aspects[0].names[0].len = length;
			rein_decide(image, &run, &task, &event, &bits, &verdict);
			met += verdict.effect != REIN_NONE;
		}
		spent = nanoseconds_since(&start) / DECISIONS;
		if (!repeat || spent < best)
			best = spent;
	}
	if (met)
		printf("  (%u of the decisions met a rule)\n", met);
	return best;
}

static int report(const char *name, const void *blob, u64 bytes, u32 n_stems)
{
	static const u32 lengths[] = { 20, 80, 160 };
	struct rein_image image;
	struct timespec start;
	enum rein_image_fault fault;
	double opened;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	fault = rein_image_open(&image, blob, bytes);
	opened = nanoseconds_since(&start);
	if (fault) {
		fprintf(stderr, "%s: %s\n", name, rein_image_error(fault));
		return 1;
	}
	printf("%s: %llu KiB, checked in %.2f ms\n", name, (unsigned long long)bytes / 1024,
	       opened / 1e6);
	for (u32 i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		printf("  path of %3u bytes: %6.0f ns\n", lengths[i],
		       measure(&image, lengths[i], n_stems));
	return 0;
}

static int report_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	u8 *blob = malloc(REIN_IMAGE_MAX);
	int status;

	if (!file || !blob) {
		perror(path);
		return 1;
	}
	status = report(path, blob, fread(blob, 1, REIN_IMAGE_MAX, file), STEMS);
	fclose(file);
	free(blob);
	return status;
}

static int write_image(const char *rules, const char *path)
{
	FILE *file = fopen(path, "wb");
	u64 bytes;
	void *blob = make_image((u32)strtoul(rules, NULL, 10), &bytes);

	if (!file || fwrite(blob, 1, bytes, file) != bytes || fclose(file)) {
		perror(path);
		return 1;
	}
	free(blob);
	return 0;
}

int main(int argc, char **argv)
{
	static const u32 rules[] = { 1, 1000 };
	int status = 0;

	make_stems();
	if (argc == 4 && strcmp(argv[1], "--write") == 0)
		return write_image(argv[2], argv[3]);
	for (int i = 1; i < argc; i++)
		status |= report_file(argv[i]);
	for (u32 i = 0; argc == 1 && i < sizeof(rules) / sizeof(rules[0]); i++) {
		char name[32];
		u64 bytes;
		void *blob = make_image(rules[i], &bytes);

		snprintf(name, sizeof(name), "%u rules", rules[i]);
		status |= report(name, blob, bytes, rules[i] < STEMS ? rules[i] : STEMS);
		free(blob);
	}
	return status;
}
