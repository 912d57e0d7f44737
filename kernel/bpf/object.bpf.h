/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The labels of files and pipes. They are kept per run in a map keyed by device, inode number and
 * generation, so they stay when the kernel evicts the inode and do not pass to a later file that
 * gets the same number. A full map is not a reason to lose a label: the operation is refused.
 */
#ifndef REIN_OBJECT_BPF_H
#define REIN_OBJECT_BPF_H

#include "path.bpf.h"

#define S_IFMT 0170000
#define S_IFIFO 0010000
#define S_IFDIR 0040000
#define S_IFBLK 0060000
#define S_IFREG 0100000
#define S_IFSOCK 0140000

/* An object that can carry labels: `key.ino` is 0 for one that cannot, as a terminal or /dev/null,
 * through which everything would be tainted with everything. */
REIN_INLINE bool rein_can_carry(u16 mode)
{
	u16 type = mode & S_IFMT;

	return type == S_IFREG || type == S_IFIFO || type == S_IFBLK || type == S_IFSOCK;
}

REIN_INLINE void rein_object_of(struct rein_file_key *key, u64 inode, u32 run)
{
	u64 sb;

	__builtin_memset(key, 0, sizeof(*key));
	if (!inode || !rein_can_carry(REIN_PEEK(inode, inode, i_mode)))
		return;
	sb = (u64)REIN_PEEK(inode, inode, i_sb);
	key->ino = REIN_PEEK(inode, inode, i_ino);
	key->generation = REIN_PEEK(inode, inode, i_generation);
	key->dev = REIN_PEEK(super_block, sb, s_dev);
	key->run = run;
}

/* The same by plain loads, which the verifier allows where it knows the type. */
REIN_INLINE void rein_object_at(struct rein_file_key *key, const struct inode *inode, u32 run)
{
	__builtin_memset(key, 0, sizeof(*key));
	if (!inode || !rein_can_carry(inode->i_mode))
		return;
	key->ino = inode->i_ino;
	key->generation = inode->i_generation;
	key->dev = inode->i_sb->s_dev;
	key->run = run;
}

/* Whether the run has labelled anything at all. */
REIN_INLINE bool rein_has_labelled(u32 run)
{
	u32 first = 0;
	u64 *labelled = bpf_map_lookup_elem(&labelled_runs, &first);

	return labelled && *labelled >> (run % REIN_RUNS_MAX) & 1;
}

REIN_INLINE u64 rein_object_labels(const struct rein_file_key *key)
{
	u64 *labels = key->ino && rein_has_labelled(key->run) ?
			      bpf_map_lookup_elem(&file_labels, key) :
			      0;

	return labels ? *labels : 0;
}

REIN_INLINE void rein_note_labelled(u32 run)
{
	u32 first = 0;
	u64 *labelled = bpf_map_lookup_elem(&labelled_runs, &first);

	if (labelled && !(*labelled >> (run % REIN_RUNS_MAX) & 1))
		__sync_fetch_and_or(labelled, 1ull << (run % REIN_RUNS_MAX));
}

/* Makes the entry of an object that has none. */
REIN_INLINE bool rein_object_begin(const struct rein_file_key *key, u64 labels)
{
	u32 slot = key->run;
	struct rein_bpf_run *run = bpf_map_lookup_elem(&runs, &slot);

	if (!run || *(volatile u32 *)&run->labelled >= REIN_RUN_LABELS_MAX)
		return false;
	rein_note_labelled(slot);
	if (bpf_map_update_elem(&file_labels, key, &labels, BPF_NOEXIST))
		return false;
	__sync_fetch_and_add(&run->labelled, 1);
	return true;
}

/* Takes the entry away: the object is gone. */
REIN_INLINE void rein_object_end(const struct rein_file_key *key)
{
	u32 slot = key->run;
	struct rein_bpf_run *run = bpf_map_lookup_elem(&runs, &slot);

	if (!bpf_map_delete_elem(&file_labels, key) && run)
		__sync_fetch_and_add(&run->labelled, -1);
}

/* False where the label could not be kept. */
REIN_INLINE bool rein_object_add(const struct rein_file_key *key, u64 add)
{
	u64 *labels;

	if (!key->ino || !add)
		return true;
	labels = bpf_map_lookup_elem(&file_labels, key);
	if (!labels) {
		if (rein_object_begin(key, add))
			return true;
		labels = bpf_map_lookup_elem(&file_labels, key); /* another task was first */
	}
	if (!labels)
		return false;
	if ((*labels & add) != add)
		__sync_fetch_and_or(labels, add);
	return true;
}

#endif
