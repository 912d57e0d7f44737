/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision about the event that lies in a scratch, in global functions: the verifier looks at
 * each once for a program, and not once for each way that a hook comes to it. They are handed the
 * slot of the scratch and find the rest again, since no pointer in memory survives the way in.
 */
#ifndef REIN_DECIDE_BPF_H
#define REIN_DECIDE_BPF_H

#include "argv.bpf.h"
#include "subject.bpf.h"

/* The core's question and the scratch that it is about. */
struct rein_slot_asking {
	struct rein_asking asking;
	u32 slot;
	u32 failed;
};

/* The image that this decision began with, by the number that the loader puts in the place of its
 * checksum. False when the policy was swapped since: atoms of one image mean nothing in another, so
 * the decision starts over. */
REIN_INLINE bool rein_same_image(struct rein_scratch *s, struct rein_image *image)
{
	return rein_image_of(s->run, image) && image->header->crc32 == s->serial;
}

/* Says the patterns of `kind` that name names[n]. */
__noinline int rein_match_slot(u32 slot, u32 kind, u32 n)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_bpf_run *run;
	struct rein_image image;
	struct rein_bytes name;

	if (!s || !rein_same_image(s, &image))
		return -EPERM;
	name = rein_path(s, n);
	run = bpf_map_lookup_elem(&runs, &s->run);
	if (run && name.len) {
		rein_count_up(run, REIN_COUNT_PASSES);
		rein_match_name(&image, kind, name, s);
	}
	return 0;
}

/* Says the patterns that some argument meets. */
__noinline int rein_args_slot(u32 slot)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_image image;

	if (!s || !rein_same_image(s, &image))
		return -EPERM;
	rein_argv_match(&image, s);
	return 0;
}

/* Fires the rows of a table. */
__noinline int rein_fire_slot(u32 slot, u32 table)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_image image;
	struct rein_asking asking;

	if (!s || !rein_same_image(s, &image))
		return -EPERM;
	asking = (struct rein_asking){
		.image = &image,
		.bits = &s->bits,
		.gain = &s->gain,
		.verdict = &s->verdict,
		.ops = s->asked_ops,
		.args_unknown = s->asked_unknown,
	};
	rein_fire_image_rows(&asking, table);
	return 0;
}

REIN_INLINE void rein_fire_rows(const struct rein_asking *asking, enum rein_table table)
{
	u32 slot = ((const struct rein_slot_asking *)asking)->slot;

	if (rein_fire_slot(slot, table))
		((struct rein_slot_asking *)asking)->failed = 1;
}

struct rein_hosts {
	struct rein_scratch *s;
};

static long rein_say_host(u32 i, struct rein_hosts *hosts)
{
	struct rein_scratch *s = hosts->s;

	rein_bits_set(&s->bits, s->host_atoms[i & (REIN_HOST_ATOMS_MAX - 1)]);
	return 0;
}

/* Says the atoms that are remembered of the name. */
REIN_INLINE void rein_say_known(struct rein_scratch *s)
{
	for (u32 i = 0; i < REIN_MEMO_ATOMS; i++) {
		if (i < s->known.n_atoms)
			rein_bits_set(&s->bits, s->known.atoms[i]);
	}
}

/* Begins aspect `i`, with what is known of it without a look at its names. */
__noinline int rein_aspect_slot(struct rein_proc *proc, u32 slot, u32 i)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_bpf_run *run;
	struct rein_image image;
	struct rein_hosts hosts = { s };

	if (!proc || !s || !rein_same_image(s, &image))
		return -EPERM;
	run = bpf_map_lookup_elem(&runs, &s->run);
	if (!run)
		return -EPERM;
	rein_aspect_begin(&image, &run->run, &proc->task, s->aspects[i & 1].ops, &s->bits);
	if (s->key != REIN_KEY_PATH)
		bpf_loop(s->n_host_atoms & (2 * REIN_HOST_ATOMS_MAX - 1), rein_say_host, &hosts,
			 0);
	if (s->known.has_atoms)
		rein_say_known(s);
	else
		s->known.n_atoms = 0;
	return 0;
}

/* Says the patterns that name the object of aspect `i`. Here and not in a function of its own,
 * since the stack of all functions on the way down is limited. */
REIN_INLINE int rein_say_names(struct rein_deciding *d, u32 i)
{
	struct rein_scratch *s = d->s;
	struct rein_asked *asked = &s->aspects[i];
	bool path = s->key == REIN_KEY_PATH;
	int err = 0;

	/* What is to be remembered of a name holds for other operations too. */
	if (s->known.has_atoms || (!(asked->ops & d->image.header->ops_concerned) &&
				   s->known.slot >= REIN_MEMO_SLOTS))
		return 0;
#pragma clang loop unroll(full)
	for (u32 n = 0; n < REIN_NAME_BUFFERS; n++) {
		if (err || n < asked->first || n >= asked->first + asked->n_names)
			continue;
		err = rein_match_slot(d->slot, path ? REIN_PATH : REIN_ENDPOINT, n);
		if (!err && asked->tree)
			err = rein_match_slot(d->slot, REIN_TREE, n);
	}
	return err;
}

/* Asks the tables about aspect `i`. */
__noinline int rein_rules_slot(struct rein_proc *proc, u32 slot, u32 i)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_image image;
	struct rein_asked *asked;
	struct rein_slot_asking asking;

	if (!proc || !s || !rein_same_image(s, &image))
		return -EPERM;
	asked = &s->aspects[i & 1];
	asking = (struct rein_slot_asking){
		.asking = {
			.image = &image,
			.bits = &s->bits,
			.gain = &s->gain,
			.verdict = &s->verdict,
			.ops = asked->ops,
		},
		.slot = slot,
	};
	__builtin_memset(&s->gain, 0, sizeof(s->gain));
	s->asked_ops = asked->ops;
	s->asked_unknown = asked->ops & REIN_OP(REIN_EXEC) && s->args_unknown;
	s->verdict.object_labels[i & 1] =
		rein_aspect_end(&asking.asking, &proc->task, asked->labels);
	return asking.failed ? -EPERM : 0;
}

/* After the aspects. */
__noinline int rein_finish_slot(u32 slot)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_image image;
	u16 ops[2];

	if (!s || !rein_same_image(s, &image))
		return -EPERM;
	ops[0] = s->aspects[0].ops;
	ops[1] = s->aspects[1].ops;
	rein_verdict_end(&image, &s->bits, ops, &s->verdict);
	return 0;
}

/* Asks the exec clauses of the running program about labels that a read of what is open brings. */
__noinline int rein_gain_slot(struct rein_proc *proc, u32 slot, u64 labels)
{
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);
	struct rein_bpf_run *run;
	struct rein_image image;
	struct rein_slot_asking asking;

	if (!proc || !s || !rein_image_of(s->run, &image))
		return -EPERM;
	run = bpf_map_lookup_elem(&runs, &s->run);
	if (!run)
		return -EPERM;
	s->serial = image.header->crc32;
	asking = (struct rein_slot_asking){
		.asking = {
			.image = &image,
			.bits = &s->bits,
			.gain = &s->gain,
			.verdict = &s->verdict,
			.ops = REIN_OP(REIN_READ),
		},
		.slot = slot,
	};
	__builtin_memset(&s->gain, 0, sizeof(s->gain));
	s->asked_ops = REIN_OP(REIN_READ);
	s->asked_unknown = 0;
	rein_matches_clear(&s->bits);
	rein_aspect_begin(&image, &run->run, &proc->task, REIN_OP(REIN_READ), &s->bits);
	rein_ask_standing(&asking.asking, &proc->task, proc->task.labels | labels);
	return asking.failed ? -EPERM : rein_finish_slot(slot);
}

/* One attempt to decide under one image. */
REIN_INLINE int rein_try_to_decide(struct rein_deciding *d)
{
	struct rein_scratch *s = d->s;
	int err = 0;

	if (!rein_image_of(s->run, &d->image))
		return -EPERM;
	s->serial = d->image.header->crc32;
	if ((s->known.has_atoms || s->known.has_folder) && s->known.serial != s->serial)
		return -EPERM;
	if (s->key == REIN_KEY_ENDPOINT && s->hosts_serial != s->serial)
		return -EPERM;
	__builtin_memset(&s->verdict, 0, sizeof(s->verdict));
	s->verdict.next = d->proc->task;
	rein_matches_clear(&s->bits);
#pragma clang loop unroll(full)
	for (u32 i = 0; i < 2; i++) {
		if (err || i >= s->n_aspects)
			break;
		err = rein_aspect_slot(d->proc, d->slot, i);
		if (!err)
			err = rein_say_names(d, i);
		if (!err && s->aspects[i].ops & REIN_OP(REIN_EXEC) && d->image.header->arg_atoms)
			err = rein_args_slot(d->slot);
		if (!err)
			err = rein_rules_slot(d->proc, d->slot, i);
	}
	return err ? err : rein_finish_slot(d->slot);
}

#define REIN_ATTEMPTS 3

/* Decides; the verdict is in the scratch. 0, or -EPERM where the run has lost its policy, or it was
 * swapped over and over, or was since something was recalled or an address was named. Who can do
 * that again then (`again`) decides once more. */
REIN_INLINE int rein_decide_or(struct rein_deciding *d, bool again)
{
	int err = -EPERM;

	d->s->run = d->proc->run;
	/* Unrolled: 6.1 refuses a loop whose head follows a call. */
#pragma clang loop unroll(full)
	for (u32 attempt = 0; attempt < REIN_ATTEMPTS; attempt++) {
		if (err)
			err = rein_try_to_decide(d);
	}
	if (err && !again)
		rein_count_up(d->run, REIN_COUNT_NO_POLICY);
	return err;
}

REIN_INLINE int rein_decide_event(struct rein_deciding *d)
{
	return rein_decide_or(d, false);
}

#endif
