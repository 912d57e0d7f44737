// SPDX-License-Identifier: Apache-2.0
/*
 * The image lies in a file, since it may be longer than any frame. It is copied before it is looked
 * at: whoever wrote it may write again.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "host.h"
#include "link/frames.h"
#include "link/swap.h"
#include "policy.h"
#include "tell/gates.h"
#include "tell/report.h"

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

static void digest_of(const void *blob, u64 bytes, u8 digest[SHA256_BYTES])
{
	struct sha256 hash;

	sha256_start(&hash);
	sha256_add(&hash, blob, bytes);
	sha256_end(&hash, digest);
}

static const char *prepare(struct policy *next, const struct policy_facts *facts)
{
	const char *why = policy_keeps_state(next);

	if (why)
		return why;
	next->first_clause = policy_next_clause();
	if (next->first_clause > CLAUSES_TOLD_MAX)
		return "the run had too many clauses already";
	if (!report_make_policy(next, facts))
		return "its rules are too long to be recorded";
	return gates_make_room(rein_image_gates(&next->image)) ? NULL : "no memory";
}

static const char *take(void *blob, u64 bytes, struct policy_facts *facts)
{
	u8 digest[SHA256_BYTES];
	struct policy next;
	const char *why = policy_open(&next, blob, bytes);

	digest_of(blob, bytes, digest);
	facts->image_digest = digest;
	if (!why)
		why = prepare(&next, facts);
	if (!why)
		why = engine.host->swap(&next);
	if (why)
		policy_free(&next);
	else
		report_policy();
	return why;
}

const char *swap_policy(struct rein_bytes name, struct rein_bytes by, struct rein_bytes reason)
{
	struct policy_facts facts = { .name = name, .by = by, .reason = reason };
	const char *why;
	void *blob;
	u64 bytes;

	if (!engine.host->swap)
		return "this tier does not swap the policy of a run";
	blob = read_next(&bytes);
	if (!blob)
		return "there is no `" FRAME_SWAP_FILE "` in the run's folder that can be read";
	policy_use_newest();
	why = take(blob, bytes, &facts);
	if (why)
		free(blob);
	return why;
}
