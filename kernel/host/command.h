/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command, up to its first instruction: what it inherits, and who it is.
 */
#ifndef REIN_COMMAND_H
#define REIN_COMMAND_H

#include <stdbool.h>

/* Notes what the command is to inherit, before this process changes it for itself. */
void command_prepare(void);

/* In a child: has what was noted, but for the folder. */
void command_inherit(void);

/* Becomes engine.user, for good. */
bool command_become_user(void);

/* In the child: gives up what the command is not to have. -errno. */
int command_confine(void);

#define COMMAND_NOT_FOUND 127
#define COMMAND_NOT_EXECUTABLE 126

/* In the child: becomes it, or ends as a shell would; a byte on `failed`, where there is one (-1),
 * says so first. */
_Noreturn void command_become(char **command, int failed);

/* The command has its own streams by now. Held here they would not end with it: whoever reads the
 * run's output through a pipe would wait for processes that it left behind. */
void command_leave_streams(void);

#endif
