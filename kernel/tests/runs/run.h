/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of the engine that was built, as the front end would start it.
 */
#ifndef REIN_TEST_RUN_H
#define REIN_TEST_RUN_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/image-builder.h"

#define OUTPUT_MAX 65536

struct run {
	struct builder builder; /* of its policy: fill in before run_start() */
	const char *ask;	/* `deny` unless set */
	bool no_root;		/* the engine is somebody without rights, even if we are root */
	pid_t engine;
	int fd;		 /* our end of the frames */
	int output;	 /* what the command writes to stdout and stderr */
	char folder[64]; /* empty; the command works in `work` in it */
	char work[80];
	char text[OUTPUT_MAX]; /* the output, once the run is over */
	char *events;	       /* JSON of all events, one a line */
	size_t events_bytes;
	u32 n_events;
	int code;	 /* from the `exited` frame, -1 if there was none */
	bool empty;	 /* the run ended as it should */
	char last[1024]; /* the `empty` or `fatal` frame */
};

/* A folder and an empty policy. */
struct run *run_new(void);
/* Starts the command. false: the engine refused; `last` says why. */
bool run_start(struct run *run, char *const *command);
/* Says one more frame on the socketpair. */
void run_tell(const struct run *run, u32 type, const void *payload, u64 bytes);
/* Reads to the end of the run. */
void run_finish(struct run *run);
/* Both, for a shell script. */
void run_shell(struct run *run, const char *script);
void run_free(struct run *run);

/* Whether a line of the events has all of the parts (NULL-terminated). */
bool run_has_event(const struct run *run, const char *const *parts);
#define HAS_EVENT(run, ...) run_has_event(run, (const char *const[]){ __VA_ARGS__, NULL })

/* Sends one frame to the control socket and reads the answer. false: it did not answer. */
bool run_control(const struct run *run, u32 type, const void *payload, size_t bytes, char *answer,
		 size_t size);

/* Waits for a hold and answers its id as people type it. false: none came. */
bool run_held(const struct run *run, char id[16]);
/* What a person says about it, and what the engine answers. */
bool run_decide(const struct run *run, const char *id, bool approve, char *answer, size_t size);

#endif
