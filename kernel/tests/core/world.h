/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run with one process, for tests: build an image, then ask about events one at a time.
 */
#ifndef REIN_TEST_WORLD_H
#define REIN_TEST_WORLD_H

#include "tests/image-builder.h"
#include "tests/test.h"

#define EXEC (REIN_OP(REIN_EXEC) | REIN_OP(REIN_READ))
#define READ REIN_OP(REIN_READ)
#define WRITE REIN_OP(REIN_WRITE)
#define UNLINK REIN_OP(REIN_UNLINK)
#define CONNECT REIN_OP(REIN_CONNECT)
#define RECV REIN_OP(REIN_RECV)
#define EXEC_ONLY REIN_OP(REIN_EXEC)

struct world {
	struct builder builder;
	void *blob;
	struct rein_image image;
	struct rein_run run;
	struct rein_task task;
	struct rein_bits bits;
	struct rein_verdict verdict;
};

/* Labels 0 and 1 are built in; 8 labels, 72 gates and 64 patterns in all. */
struct world *world_new(void);
/* Ends building: opens the image and starts the process. */
void world_open(struct world *world);
void world_free(struct world *world);

struct rein_bytes text(const char *name);
struct rein_aspect path(u16 ops, const char *name);
struct rein_aspect endpoint(u16 ops, const char *name);

/* Decides; the verdict is in the world. */
u32 ask(struct world *world, const struct rein_event *event);
u32 ask_one(struct world *world, struct rein_aspect aspect);
u32 ask_two(struct world *world, struct rein_aspect first, struct rein_aspect second);
/* An exec of `name` with an argv whose tokens stand one after the other, each with its NUL. */
u32 ask_exec(struct world *world, const char *name, const char *argv, u32 bytes, int truncated);
/* Decides, and the operation goes through. */
u32 act_one(struct world *world, struct rein_aspect aspect);

int gate_is_open(const struct world *world, u32 gate);

#endif
