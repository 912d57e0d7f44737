/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames: u32 payload length, u32 type, payload; little-endian. Twin of contract/src/frames.ts;
 * prose: docs/reference/engine-frames.md.
 */
#ifndef REIN_FRAMES_H
#define REIN_FRAMES_H

#include "core/core.h"

#define FRAME_ABI 1
#define FRAME_HEADER 8

enum frame_said {
	FRAME_READY = 1,
	FRAME_STARTED,
	FRAME_EVENT,
	FRAME_EXITED,
	FRAME_EMPTY,
	FRAME_FATAL,
	FRAME_REPLY,
};

enum frame_told {
	FRAME_IMAGE = 101,
	FRAME_GO,
	FRAME_NAME,
	FRAME_ORPHAN,
	FRAME_PROTECT,
	FRAME_LIST = 110,
	FRAME_DECIDE,
	FRAME_APPROVE,
	FRAME_CANCEL,
	FRAME_SWAP,
	FRAME_LABEL,
};

/* Of the starter's socket: each payload begins with the number of an order, never 0. */
enum starter_said {
	STARTER_MADE = 21, /* s32: its process; it waits for STARTER_GO */
	STARTER_OUT,
	STARTER_ERR,
	STARTER_ENDED,	/* s32: status as wait() has it */
	STARTER_FAILED, /* s32: errno */
};

enum starter_told {
	/* u32 words of argv, u32 of the environment; then, each with its NUL: the folder, the
	 * program, and those words */
	STARTER_START = 121,
	STARTER_GO,
	STARTER_END,
	STARTER_READ, /* a path and its NUL; answered like a program that ended */
	STARTER_LEARN, /* nothing; answered alike */
};

/* In the run's folder: the image that a swap takes. */
#define FRAME_SWAP_FILE "policy.next"

struct frame_header {
	u32 bytes;
	u32 type;
};

_Static_assert(sizeof(struct frame_header) == FRAME_HEADER, "frame_header");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "frames are written as they lie");

#endif
