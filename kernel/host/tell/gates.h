/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gates of the run: what opened and closed them, and the person who opens some.
 */
#ifndef REIN_GATES_H
#define REIN_GATES_H

#include "base/text.h"
#include "engine.h"

/* What made something change. */
struct cause {
	enum rein_op op;
	const char *by; /* `exit` or `approval` in place of an operation; NULL otherwise */
	pid_t pid;
	struct rein_bytes target;
	struct rein_bytes reason; /* of a person; empty: none was given */
};

/* The event that closed a gate last. */
struct closer {
	bool known;
	enum rein_op op;
	pid_t pid;
	u64 wall_ms;
	u64 opened_wall_ms; /* when it had opened before; 0: never */
	char target[FEEDBACK_SHOWN * 4];
	u32 target_bytes;
};

/* Before an image with so many gates is used. false: out of memory. */
bool gates_make_room(u32 gates);

/* Reports what differs from `before`, and remembers what closed. `opens` are those that the event
 * opens, open already or not; NULL: none. */
void gates_changed(const struct rein_run *before, const u64 *opens, const struct cause *cause);

bool gate_is_open(u32 gate);
const struct closer *gate_closer(u32 gate);
struct rein_bytes gate_text(u32 gate);
struct rein_bytes gate_opener(u32 gate);

/* The gates that wait for the approval `name`. How many. */
u32 gates_named(struct rein_bytes name, u64 gates[REIN_GATE_WORDS]);

/* Opens what waits for the approval `name`. Answers how many gates carry it. */
u32 gates_open(struct rein_bytes name, const struct cause *cause);

/* A person approves a class for the run. Answers how many gates carry its name. */
u32 gates_approve(struct rein_bytes name, pid_t by, struct rein_bytes reason);

/* A string of the image. */
struct rein_bytes image_string(struct rein_span span);

#endif
