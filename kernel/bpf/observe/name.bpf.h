/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name that a caller gave: its text below the folder it starts from, with `.`, `..` and doubled
 * slashes settled by the text alone. This is the caller's word: a symbolic link on the way is not
 * looked at, and another thread may have rewritten the text since the call read it. Used only where
 * nothing of the object is left in the caller's hands.
 */
#ifndef REIN_OBSERVE_NAME_BPF_H
#define REIN_OBSERVE_NAME_BPF_H

#include "../path.bpf.h"

#define REIN_RAW 2 /* the name buffer that holds the text as it was given */

/* The text is gone through from its end, so that a `..` is met before what it takes away. */
struct rein_settling {
	struct rein_scratch *s;
	u32 i;	  /* the name buffer that is written */
	u32 len;  /* of the text that is read, */
	u32 from; /* and where it starts in its buffer */
	u32 end;  /* of the component at hand */
	u32 out;
	u32 skip; /* components that a `..` took away */
	u32 failed;
};

REIN_INLINE u8 *rein_settling_text(const struct rein_settling *settling)
{
	return settling->s->names[REIN_RAW].at;
}

static __noinline int rein_settle_component(struct rein_settling *settling, u32 begin)
{
	const u8 *text = rein_settling_text(settling) + (settling->from & (REIN_PATH_MAX - 1));
	u8 *out = settling->s->names[settling->i & 1].at;
	u32 len = settling->end - begin;
	const u8 *at = text + (begin & (REIN_PATH_MAX - 1));

	if (!len || (len == 1 && at[0] == '.'))
		return 0;
	if (len == 2 && at[0] == '.' && at[1] == '.') {
		settling->skip++;
		return 0;
	}
	if (settling->skip) {
		settling->skip--;
		return 0;
	}
	if (len > REIN_NAME_BYTES_MAX || settling->out < len + 1) {
		settling->failed = 1;
		return 1;
	}
	settling->out -= len + 1;
	out[settling->out & (REIN_PATH_MAX - 1)] = '/';
	bpf_probe_read_kernel(out + (settling->out & (REIN_PATH_MAX - 1)) + 1,
			      len & REIN_NAME_BYTES_MAX, at);
	return 0;
}

static long rein_settle_byte(u32 i, struct rein_settling *settling)
{
	const u8 *text = rein_settling_text(settling) + (settling->from & (REIN_PATH_MAX - 1));
	u32 at = settling->len - 1 - i;

	if (text[at & (REIN_PATH_MAX - 1)] != '/')
		return 0;
	if (rein_settle_component(settling, at + 1))
		return 1;
	settling->end = at;
	return 0;
}

REIN_INLINE void rein_settle(struct rein_settling *settling)
{
	settling->end = settling->len;
	bpf_loop(settling->len & (REIN_PATH_MAX - 1), rein_settle_byte, settling, 0);
	if (!settling->failed)
		rein_settle_component(settling, 0);
}

/* What the text in the REIN_RAW buffer names below the folder of `base`, into names[i]. False where
 * it is too long. */
static __noinline bool rein_name_below(struct rein_scratch *s, u32 i, u32 len, struct path *base)
{
	struct rein_settling settling = {
		.s = s,
		.i = i & 1,
		.len = len,
		.out = REIN_PATH_MAX - 1,
	};
	u32 start = 0;

	i &= 1;
	s->len[i] = 0;
	s->key = REIN_KEY_PATH;
	rein_settle(&settling);
	if (settling.failed ||
	    !rein_path_into(&s->names[REIN_RAW], &start, (u64)base->mnt, (u64)base->dentry))
		return false;
	settling.from = start;
	settling.len = REIN_PATH_MAX - 1 - (start & (REIN_PATH_MAX - 1));
	rein_settle(&settling);
	if (settling.out == REIN_PATH_MAX - 1) {
		settling.out--;
		s->names[i].at[REIN_PATH_MAX - 2] = '/';
	}
	s->start[i] = settling.out & (REIN_PATH_MAX - 1);
	s->len[i] = REIN_PATH_MAX - 1 - s->start[i];
	return !settling.failed;
}

/* The same for a text in the caller's memory. False too where it cannot be read. */
REIN_INLINE bool rein_name_given(struct rein_scratch *s, u32 i, u64 name, struct path *base)
{
	long got = bpf_probe_read_user_str(s->names[REIN_RAW].at, REIN_PATH_MAX, (void *)name);

	return got > 0 && rein_name_below(s, i, (u32)got - 1, base);
}

#endif
