/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The argv of a program that is about to start, read from the new image's own pages by a walk of
 * its page table over the direct map: bpf_copy_from_user() sees the caller's memory still, and no
 * other thread has this one yet, so nobody can change a byte between this look and the start.
 * x86-64 with four or five levels; elsewhere nothing is read and the core is told that argv is not
 * known.
 */
#ifndef REIN_ARGV_BPF_H
#define REIN_ARGV_BPF_H

#include "automaton.bpf.h"
#include "path.bpf.h"

#define REIN_PAGE 4096u
#define REIN_PFN_MASK 0x000ffffffffff000ull
#define REIN_PRESENT 1ull
#define REIN_HUGE 0x80ull
#define REIN_ARGV_PAGES (REIN_ARGV_MAX / REIN_PAGE + 1)

REIN_INLINE bool rein_argv_begin(struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;

	__builtin_memset(reader, 0, sizeof(*reader));
#ifndef REIN_ARGV_GIVEN
	if (!&page_offset_base ||
	    bpf_probe_read_kernel(&reader->direct, sizeof(reader->direct), &page_offset_base))
		return false;
	if (&__pgtable_l5_enabled)
		bpf_probe_read_kernel(&reader->five_levels, sizeof(reader->five_levels),
				      &__pgtable_l5_enabled);
	reader->pgd = (u64)REIN_PEEK(mm_struct, s->mm, pgd);
	if (!reader->pgd)
		return false;
#endif
	reader->address = s->argv_at;
	reader->left = s->argc;
	reader->first = 1;
	return true;
}

/* Address in the direct map of the page that `address` lies in; 0 where there is none. */
REIN_INLINE u64 rein_page_at(const struct rein_argv_reader *reader)
{
	u64 table = reader->pgd;
	u64 entry = 0;

	for (int level = 4; level >= 0; level--) {
		u64 slot = reader->address >> (12 + 9 * level) & 511;

		if (level == 4 && !reader->five_levels)
			continue;
		if (bpf_probe_read_kernel(&entry, sizeof(entry), (void *)(table + 8 * slot)))
			return 0;
		if (!(entry & REIN_PRESENT) || (level && entry & REIN_HUGE))
			return 0;
		table = reader->direct + (entry & REIN_PFN_MASK);
	}
	return table;
}

/* The differential test brings argv in a map of its own. */
#ifndef REIN_ARGV_GIVEN
/* Reads the next page of argv. */
static __noinline bool rein_argv_page(struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;
	u32 inside = reader->address & (REIN_PAGE - 1);
	u64 page = rein_page_at(reader);
	u32 bytes = REIN_PAGE - inside;

	if (!page || bytes > REIN_PAGE ||
	    bpf_probe_read_kernel(s->window.at, bytes, (void *)(page + inside)))
		return false;
	reader->address += bytes;
	reader->in_page = bytes;
	reader->at = 0;
	return true;
}
#endif

/* The next byte; negative where there is none or it cannot be read (then `left` stays). */
REIN_INLINE int rein_argv_next(struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;
	u8 byte;

	if (!reader->left || (reader->at >= reader->in_page && !rein_argv_page(s)))
		return -1;
	byte = s->window.at[reader->at & (REIN_PAGE - 1)];
	reader->at++;
	if (!byte)
		reader->left--;
	return byte;
}

struct rein_argv {
	struct rein_walk walk;
	struct rein_scratch *s;
};

static long rein_argv_byte(u32 i, struct rein_argv *argv)
{
	struct rein_argv_reader *reader = &argv->s->reader;
	int byte = rein_argv_next(argv->s);

	(void)i;
	if (byte < 0)
		return 1;
	if (reader->first) {
		reader->first = byte != 0;
		return 0;
	}
	if (!reader->open)
		rein_walk_start(&argv->walk);
	reader->open = byte != 0;
	if (!byte)
		rein_walk_end(&argv->walk);
	else if (argv->walk.in->state != REIN_DEAD)
		rein_walk_enter(&argv->walk,
				rein_walk_cell(&argv->walk, argv->walk.in->state, byte));
	return 0;
}

struct rein_argv_of {
	const struct rein_image *image;
	struct rein_scratch *s;
};

static long rein_argv_automaton(u32 i, struct rein_argv_of *of)
{
	struct rein_argv argv = { .s = of->s };

	rein_walk_of(&argv.walk, of->image, of->s, i);
	if (argv.walk.in->automaton.kind != REIN_ARG)
		return 0;
	if (rein_argv_begin(of->s))
		bpf_loop(REIN_ARGV_MAX, rein_argv_byte, &argv, 0);
	if (of->s->reader.left)
		of->s->args_unknown = 1;
	return 0;
}

/* Says the ARG atoms of argv after the first token; notes where some token is not known. */
REIN_INLINE void rein_argv_match(const struct rein_image *image, struct rein_scratch *s)
{
	struct rein_argv_of of = { image, s };

	s->args_unknown = 0;
	bpf_loop(rein_count(image, REIN_SEC_AUTOMATA), rein_argv_automaton, &of, 0);
}

REIN_INLINE long rein_argv_show_byte(u32 i, struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;
	int byte = rein_argv_next(s);

	(void)i;
	if (byte < 0)
		return 1;
	reader->digest[0] = (reader->digest[0] ^ byte) * 0x100000001b3ull;
	reader->digest[1] = (reader->digest[1] + byte) * 0x9e3779b97f4a7c15ull;
	if (reader->shown < REIN_SHOWN_ARGV - 1) {
		s->argv[reader->shown & (REIN_SHOWN_ARGV - 1)] = byte;
		reader->shown++;
	}
	return 0;
}

struct rein_shown {
	struct rein_scratch *s;
};

static long rein_argv_show_step(u32 i, struct rein_shown *shown)
{
	return rein_argv_show_byte(i, shown->s);
}

/* Copies the beginning of argv for the record and digests all of it. */
__noinline int rein_argv_show(u32 slot)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_shown shown = { s };

	if (!s || !rein_argv_begin(s))
		return 0;
	s->reader.digest[0] = 0xcbf29ce484222325ull;
	bpf_loop(REIN_ARGV_MAX, rein_argv_show_step, &shown, 0);
	s->argv_bytes = s->reader.shown;
	s->argv_digest[0] = s->reader.digest[0];
	s->argv_digest[1] = s->reader.digest[1];
	return 0;
}

#endif
