// SPDX-License-Identifier: Apache-2.0
/*
 * Names from /proc/self/fd.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/real-name.h"

static const char gone[] = " (deleted)";

static void number_text(int number, char out[16])
{
	char *at = out + 15;

	*at = '\0';
	do {
		*--at = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	memmove(out, at, (size_t)(out + 16 - at));
}

/* The kernel says ` (deleted)` behind the last name; a file may be called so as well. */
static u32 without_mark(int fd, const char *name, u32 len)
{
	struct stat st;
	u32 mark = sizeof(gone) - 1;

	if (len <= mark || memcmp(name + len - mark, gone, mark))
		return len;
	return fstat(fd, &st) == 0 && st.st_nlink == 0 ? len - mark : len;
}

int real_name(struct act *act, int fd, struct rein_bytes *name)
{
	char *at = act->text + act->text_used;
	u32 room = ACT_TEXT - act->text_used;
	char number[16];
	ssize_t len;

	if (room > REIN_PATH_MAX + 1)
		room = REIN_PATH_MAX + 1;
	number_text(fd, number);
	len = readlinkat(engine.fd_folder, number, at, room);
	if (len < 0)
		return -errno;
	if (len == 0 || (u32)len >= room)
		return -ENAMETOOLONG;
	len = without_mark(fd, at, (u32)len);
	at[len] = '\0';
	act->text_used += (u32)len + 1;
	*name = (struct rein_bytes){ (u8 *)at, (u32)len };
	return 0;
}

int real_name_at(struct act *act, u32 i, struct rein_bytes *name)
{
	const char *last = act->name[i];
	u32 len = (u32)strlen(last);
	struct rein_bytes *folder = &act->folder_name[i];
	u32 prefix;
	char *at;

	if (!folder->len) {
		int error = real_name(act, act->folder[i], folder);

		if (error)
			return error;
	}
	while (len && last[len - 1] == '/')
		len--;
	prefix = folder->len == 1 ? 0 : folder->len; /* `/` */
	at = act_text(act, prefix + 1 + len + 1);
	if (!at || prefix + 1 + len > REIN_PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(at, folder->at, prefix);
	at[prefix] = '/';
	memcpy(at + prefix + 1, last, len);
	at[prefix + 1 + len] = '\0';
	*name = (struct rein_bytes){ (u8 *)at, prefix + 1 + len };
	return 0;
}

int reopen(int fd, int flags, u32 mode)
{
	char number[16];
	int again;

	number_text(fd, number);
	again = openat(engine.fd_folder, number, flags | O_CLOEXEC, mode);
	return again < 0 ? -errno : again;
}

void own_path(int fd, char out[OWN_PATH])
{
	snprintf(out, OWN_PATH, "/proc/self/fd/%d", fd);
}

void own_path_in(int folder, const char *name, char *out, size_t size)
{
	snprintf(out, size, "/proc/self/fd/%d/%s", folder, name);
}
