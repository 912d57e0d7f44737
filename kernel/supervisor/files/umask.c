// SPDX-License-Identifier: Apache-2.0
/*
 * The mask of the caller; ours is 0. Where a folder has a default ACL the kernel does not apply the
 * mask, and here it is applied all the same: what is made is never more open than its maker wants.
 */
#include <stdlib.h>
#include <string.h>

#include "base/proc-text.h"
#include "files/wanted.h"

#define CAREFUL 077

u32 umask_of(const struct act *act)
{
	char status[512]; /* it stands in the second line */
	const char *line;

	proc_text(act->thread->tid, "status", status, sizeof(status));
	line = strstr(status, "\nUmask:");
	return line ? (u32)strtoul(line + 7, NULL, 8) & 0777 : CAREFUL;
}
