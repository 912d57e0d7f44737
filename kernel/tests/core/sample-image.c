/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good image with something in every section.
 */
#include "core/bits.h"
#include "sample-image.h"

static void add_rows(struct builder *builder)
{
	const struct row rows[] = {
		{ READ, REIN_ACT_ADD_LABEL, REIN_ROW_OBJECT, 4, 1, { PATTERN(0) } },
		{ EXEC_ONLY, REIN_ACT_ADD_LABEL, REIN_ROW_ASSUME, 5, 2, { PATTERN(1), ARG(0) } },
		{ EXEC_ONLY, REIN_ACT_DROP_LABEL, 0, 4, 3, { PATTERN(1) } },
		{ EXEC_ONLY, REIN_ACT_LINEAGE, 0, 9, 4, { PATTERN(1) } },
		{ READ | WRITE, REIN_ACT_GATE_OPEN, 0, 2, 5, { NOT(PATTERN(2)) } },
		{ WRITE, REIN_ACT_GATE_CLOSE, 0, 3, 6, { PATTERN(2) } },
		{ EXEC_ONLY, REIN_ACT_ARM_EXIT, 0, 0, 7, { PATTERN(1) } },
		{ EXEC_ONLY, REIN_ACT_STAND, REIN_ROW_ASSUME, 3, 0, { PATTERN(1) } },
		{ READ, REIN_ACT_STANDING_RULE, 0, REIN_BLOCK, 0, { STANDING(3), LABEL(4) } },
	};

	for (u32 i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		builder_row(builder, rows[i]);
}

void *sample_image(u64 *bytes)
{
	struct builder builder;

	builder_start(&builder, 8, 8, 64);
	builder_prefix(&builder, REIN_PATH, "/key/", PATTERN(0));
	builder_name(&builder, REIN_PATH, "/key/a", PATTERN(3));
	builder_prefix(&builder, REIN_PATH, "/key/", PATTERN(5));
	builder_cut(&builder, REIN_PATH);
	builder_name(&builder, REIN_PATH, "/git", PATTERN(1));
	builder_prefix(&builder, REIN_PATH, "", PATTERN(2));
	builder_name(&builder, REIN_ARG, "push", ARG(0));
	builder_prefix(&builder, REIN_ARG, "--f", ARG(1));
	builder_name(&builder, REIN_ENDPOINT, "i0", PATTERN(4));
	builder_name(&builder, REIN_TREE, "/key", PATTERN(0));
	builder_name(&builder, REIN_HOST, "example", PATTERN(4));
	builder_exit(&builder, 1, 0);
	builder_rule(&builder, REIN_BLOCK, EXEC_ONLY, PATTERN(1), ARG(0));
	builder_rule(&builder, REIN_ASK, WRITE | UNLINK, PATTERN(0), NOT(GATE(2)));
	builder_rule(&builder, REIN_NOTIFY, CONNECT | RECV, 0, 0);
	builder_needs_gate(&builder, 1, 2);
	builder_needs_gate(&builder, 1, 3);
	add_rows(&builder);
	return builder_finish(&builder, bytes);
}

static void decide_all(const struct rein_image *image)
{
	static const char argv[] = "git\0push\0--force\0\0cut";
	const struct rein_event events[] = {
		{ .n_aspects = 1,
		  .aspects = { path(EXEC, "/git") },
		  .args = { (const u8 *)argv, sizeof(argv) - 1 },
		  .extra_arg = text("/key/run") },
		{ .n_aspects = 1,
		  .aspects = { path(EXEC, "/key/a") },
		  .args_truncated = 1,
		  .args = { (const u8 *)argv, sizeof(argv) - 1 } },
		{ .n_aspects = 2, .aspects = { path(WRITE | UNLINK, "/key"), path(WRITE, "") } },
		{ .n_aspects = 2,
		  .aspects = { endpoint(CONNECT, "i0"), endpoint(RECV, "i\xff\xff") } },
	};
	struct rein_run run = { .gates = { ~0ull } };
	struct rein_task task, child;
	struct rein_bits bits;
	struct rein_verdict verdict;
	u64 opens[REIN_GATE_WORDS];

	rein_start(image, &task);
	for (u32 i = 0; i < 2 * sizeof(events) / sizeof(events[0]); i++) {
		rein_decide(image, &run, &task, &events[i / 2], &bits, &verdict);
		rein_commit(&run, &task, &verdict);
		task.labels |= 0xfc;
	}
	rein_fork(&task, &child);
	rein_exit(image, &run, &task, 0, opens);
	rein_bits_clear(&bits);
	rein_match(image, REIN_HOST, text("example"), &bits);
}

enum rein_image_fault try_image(const void *blob, u64 bytes)
{
	struct rein_image image;
	enum rein_image_fault fault = rein_image_open(&image, blob, bytes);

	if (!fault)
		decide_all(&image);
	return fault;
}
