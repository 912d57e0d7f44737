/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socketpair to the process that records the run.
 */
#ifndef REIN_CHANNEL_H
#define REIN_CHANNEL_H

#include "base/text.h"
#include "link/frames.h"

void channel_open(int fd);
/* To wait on; -1 once the other end is gone. */
int channel_fd(void);
/* Frames wait for room to be written. */
bool channel_waits(void);

/* Sends a frame. When the buffer is full it waits for the reader, a while; an event that still
 * finds no room is counted as lost. */
void channel_send(enum frame_said type, struct rein_bytes payload);
void channel_send_event(const struct text *event);

/* Writes what waits. */
void channel_flush(void);
/* Writes all of it, waiting for the reader as long as a full buffer would. */
void channel_drain(void);
/* The same, says that nothing more comes, and waits for the reader to close. A frame from it that
 * found us gone would fail, and what it has not read yet would go with its stream. */
void channel_leave(void);

/* Reads the image, the longest frame there is; before that the socket blocks. The blob is aligned
 * to 8. NULL: the other end went away or said something else. */
void *channel_read_image(u64 *bytes);
/* Blocks until a frame of `type` comes; those before it are handled. false: the other end went
 * away, or sends no frames. */
bool channel_await(enum frame_told type, void (*handle)(u32 type, struct rein_bytes payload));

/* Reads what has come and handles each frame. */
void channel_serve(void (*handle)(u32 type, struct rein_bytes payload));

#endif
