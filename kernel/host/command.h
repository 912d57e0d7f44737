/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command, up to its first instruction: what it inherits, and who it is.
 */
#ifndef REIN_COMMAND_H
#define REIN_COMMAND_H

#include <stdbool.h>

/* Notes what the command is to inherit, before this process changes it for itself. */
void command_prepare(void);

/* Becomes engine.user, for good. */
bool command_become_user(void);

/* In the child: gives up what the command is not to have. -errno. */
int command_confine(void);

/* In the child: becomes it, or ends as a shell would. */
_Noreturn void command_become(char **command);

/* The command has its own streams by now. Held here they would not end with it: whoever reads the
 * run's output through a pipe would wait for processes that it left behind. */
void command_leave_streams(void);

#endif
