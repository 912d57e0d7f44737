/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who acts, and the workspace of one decision about it.
 */
#ifndef REIN_SUBJECT_BPF_H
#define REIN_SUBJECT_BPF_H

#include "core.bpf.h"
#include "object.bpf.h"

#define EPERM 1
#define EAGAIN 11
#define ERESTARTNOINTR 513
#define SIGKILL 9
#define SIGSTOP 19

/* What a hook works with. `slot` leads a global function to the same scratch again. */
struct rein_deciding {
	struct rein_image image;
	struct rein_bpf_run *run;
	struct rein_proc *proc;
	struct rein_scratch *s;
	u32 slot;
};

REIN_INLINE struct task_struct *rein_me(void)
{
	return bpf_get_current_task_btf();
}

/* No BPF program keeps anything with this process, so it is in no run: most processes of a machine
 * are told from a governed one by two loads. */
REIN_INLINE bool rein_outside(void)
{
	return !rein_me()->group_leader->bpf_storage;
}

/* State of the process that runs now; null outside every run. */
REIN_INLINE struct rein_proc *rein_subject(void)
{
	return bpf_task_storage_get(&procs, rein_me()->group_leader, 0, 0);
}

REIN_INLINE void rein_count_up(struct rein_bpf_run *run, enum rein_count what)
{
	__sync_fetch_and_add(&run->counts[what], 1);
}

struct rein_taking {
	u32 from;
	u32 slot;
};

static long rein_take_one(u32 i, struct rein_taking *taking)
{
	u32 slot = (taking->from + i) % REIN_SCRATCHES;
	struct rein_scratch *s = bpf_map_lookup_elem(&scratches, &slot);

	if (!s || __sync_val_compare_and_swap(&s->busy, 0, 1))
		return 0;
	taking->slot = slot;
	return 1;
}

/* Takes a scratch: its slot, or REIN_SCRATCHES when all are in use. */
REIN_INLINE u32 rein_take(void)
{
	struct rein_taking taking = { bpf_get_smp_processor_id(), REIN_SCRATCHES };

	bpf_loop(REIN_SCRATCHES, rein_take_one, &taking, 0);
	return taking.slot;
}

REIN_INLINE void rein_give(struct rein_deciding *d)
{
	__sync_lock_test_and_set(&d->s->busy, 0);
}

/* Whether anything has to be done for operations `ops` of this run: some row asks about them, or
 * labels travel with them. */
REIN_INLINE bool rein_concerned(const struct rein_deciding *d, u32 ops)
{
	return d->image.header->flags & REIN_FLAG_FLOW || ops & d->image.header->ops_concerned;
}

/* Finds run and policy of `proc`. A governed process whose run has no policy is refused. */
REIN_INLINE bool rein_ready(struct rein_deciding *d, struct rein_proc *proc)
{
	u32 run = proc->run;

	d->proc = proc;
	d->run = bpf_map_lookup_elem(&runs, &run);
	if (!d->run)
		return false;
	if (!rein_image_of(run, &d->image)) {
		rein_count_up(d->run, REIN_COUNT_NO_POLICY);
		return false;
	}
	return true;
}

/* Takes a workspace for an event. False, counted, when there is none. */
REIN_INLINE bool rein_begin(struct rein_deciding *d, u32 call)
{
	u32 slot = rein_take();

	d->slot = slot;
	d->s = bpf_map_lookup_elem(&scratches, &slot);
	if (!d->s) {
		rein_count_up(d->run, REIN_COUNT_NO_SCRATCH);
		return false;
	}
	d->s->call = call;
	d->s->key = REIN_KEY_PATH;
	d->s->serial = d->image.header->crc32;
	d->s->n_aspects = 0;
	d->s->argv_bytes = 0;
	d->s->args_unknown = 0;
	d->s->n_host_atoms = 0;
	d->s->known.slot = REIN_MEMO_SLOTS;
	d->s->known.has_atoms = 0;
	d->s->known.has_folder = 0;
	d->s->known.folder_bytes = 0;
	__builtin_memset(d->s->len, 0, sizeof(d->s->len));
	__builtin_memset(d->s->aspects, 0, sizeof(d->s->aspects));
	__builtin_memset(&d->s->verdict, 0, sizeof(d->s->verdict));
	rein_count_up(d->run, REIN_COUNT_DECISIONS);
	return true;
}

REIN_INLINE u64 rein_labels_of(const struct rein_deciding *d, const struct rein_file_key *key)
{
	return d->image.header->flags & REIN_FLAG_FLOW ? rein_object_labels(key) : 0;
}

/* Describes aspect `i`: what is done to an object (`key->ino` 0: none yet), named by names[i]. */
REIN_INLINE void rein_describe_object(struct rein_deciding *d, u32 i, u32 ops,
				      const struct rein_file_key *key, u64 labels)
{
	struct rein_asked *aspect = &d->s->aspects[i];

	aspect->ops = ops;
	aspect->first = i;
	aspect->n_names = 1;
	aspect->key = *key;
	aspect->labels = labels;
	d->s->n_aspects = i + 1;
}

/* The same for the object of `inode` (0: none yet). */
REIN_INLINE void rein_describe(struct rein_deciding *d, u32 i, u32 ops, u64 inode, bool tree)
{
	struct rein_file_key key;

	rein_object_of(&key, inode, d->proc->run);
	rein_describe_object(d, i, ops, &key, rein_labels_of(d, &key));
	d->s->aspects[i].tree = tree;
}

#endif
