// SPDX-License-Identifier: Apache-2.0
/*
 * The image lies in a file, since it may be longer than any frame. It is copied before it is looked
 * at: whoever wrote it may write again.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"
#include "link/frames.h"
#include "link/swap.h"
#include "policy.h"
#include "tell/gates.h"

/* A copy, aligned to 8; NULL where there is no such file, or too long a one. */
static void *read_next(u64 *bytes)
{
	int folder = open(engine.run_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = folder < 0 ? -1 :
			      openat(folder, FRAME_SWAP_FILE,
				     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	u8 *blob = NULL;
	u64 done = 0;

	if (folder >= 0)
		close(folder);
	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_size <= REIN_IMAGE_MAX)
		blob = aligned_alloc(8, ((size_t)st.st_size + 7) & ~7ul);
	while (blob && done < (u64)st.st_size) {
		ssize_t got = read(fd, blob + done, (size_t)st.st_size - done);

		if (got <= 0)
			break;
		done += (u64)got;
	}
	if (fd >= 0)
		close(fd);
	*bytes = done;
	return blob;
}

static const char *take(void *blob, u64 bytes)
{
	struct policy next;
	const char *why = policy_open(&next, blob, bytes);

	if (!why)
		why = policy_keeps_state(&next);
	if (!why && !gates_make_room(rein_image_gates(&next.image)))
		why = "no memory";
	if (!why)
		why = engine.host->swap(&next);
	if (why)
		policy_free(&next);
	return why;
}

const char *swap_policy(void)
{
	const char *why;
	void *blob;
	u64 bytes;

	if (!engine.host->swap)
		return "this tier does not swap the policy of a run";
	blob = read_next(&bytes);
	if (!blob)
		return "there is no `" FRAME_SWAP_FILE "` in the run's folder that can be read";
	why = take(blob, bytes);
	if (why)
		free(blob);
	return why;
}
