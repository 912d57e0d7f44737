// SPDX-License-Identifier: Apache-2.0
/*
 * Lexical normal form.
 */
#include <errno.h>
#include <string.h>

#include "files/normal.h"

static u32 parent(const char *at, u32 len)
{
	while (len && at[len - 1] != '/')
		len--;
	return len ? len - 1 : 0;
}

/* Appends the components of `path` to the name of `len` bytes at `at`. Its new length. */
static u32 append(char *at, u32 len, const char *path, u32 bytes)
{
	u32 i = 0;

	while (i < bytes) {
		u32 from = i;

		while (i < bytes && path[i] != '/')
			i++;
		if (i - from == 2 && path[from] == '.' && path[from + 1] == '.') {
			len = parent(at, len);
		} else if (i > from && !(i - from == 1 && path[from] == '.')) {
			at[len++] = '/';
			memcpy(at + len, path + from, i - from);
			len += i - from;
		}
		i++;
	}
	return len;
}

int normal_name(struct act *act, struct rein_bytes folder, const char *path,
		struct rein_bytes *name)
{
	u32 bytes = (u32)strlen(path);
	char *at = act_text(act, folder.len + bytes + 3);
	u32 len;

	if (!at)
		return -ENAMETOOLONG;
	len = append(at, 0, (const char *)folder.at, folder.len);
	len = append(at, len, path, bytes);
	if (!len)
		at[len++] = '/';
	at[len] = '\0';
	*name = (struct rein_bytes){ (u8 *)at, len };
	return len > REIN_PATH_MAX ? -ENAMETOOLONG : 0;
}
