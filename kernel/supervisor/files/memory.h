/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of a caller that waits in a trapped call. Other threads of it may be changing it:
 * every byte is read once, and what was read is what is used.
 */
#ifndef REIN_MEMORY_H
#define REIN_MEMORY_H

#include <stddef.h>

#include "decide/act.h"

/* As many bytes as are mapped from `from` on, at most `len`. -EFAULT when there is none. */
long memory_some(const struct act *act, u64 from, void *to, size_t len);
/* All of them: 0 or -EFAULT. */
int memory_read(const struct act *act, u64 from, void *to, size_t len);
/* Up to and with its NUL. Its length, -EFAULT, or -ENAMETOOLONG when it is `size` or longer. */
long memory_string(const struct act *act, u64 from, char *to, size_t size);
int memory_write(const struct act *act, u64 to, const void *from, size_t len);

#endif
