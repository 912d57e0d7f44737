/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REIN_PROC_TEXT_H
#define REIN_PROC_TEXT_H

#include <stdbool.h>
#include <sys/types.h>

/* The start of /proc/PID/`name`, at most `bytes` with the NUL behind it. False, and an empty text,
 * where the file is not there; an empty text also where nothing could be read. */
bool proc_text(pid_t pid, const char *name, char *text, size_t bytes);

#endif
