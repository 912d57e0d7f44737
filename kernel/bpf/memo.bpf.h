/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is remembered about names, so that the open of a path that was seen before costs no pass of
 * the automata, and of a path in a folder that was seen before a pass over its last segment. One
 * table for all runs and tiers: inode storage is not to be had under fmod_ret, and a name that
 * does not exist yet has no inode. A slot is found by hash and taken over by whoever comes later;
 * what it says counts only where its whole key is equal.
 *
 * The key of a path is its last segment, its folder and mount, and the state of the locks that
 * every rename and mount moves: nothing above can have been renamed since. A lock's count may come
 * round after 2^31 renames; the clock in the key is faster.
 */
#ifndef REIN_MEMO_BPF_H
#define REIN_MEMO_BPF_H

#include "object.bpf.h"

#define REIN_CLOCK_SHIFT 16 /* of jiffies: what is remembered is so for some minutes */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, REIN_MEMO_SLOTS);
	__type(key, u32);
	__type(value, struct rein_memo);
} memos SEC(".maps");

enum rein_memo_kind { REIN_MEMO_NOTHING, REIN_MEMO_NAME, REIN_MEMO_FOLDER, REIN_MEMO_ENDPOINT };

/* Words of a key. */
enum {
	REIN_KEY_EPOCH, /* run and policy */
	REIN_KEY_WHAT,	/* kind, length of the name, clock */
	REIN_KEY_MOUNT,
	REIN_KEY_NAMESPACE,
	REIN_KEY_FOLDER,
	REIN_KEY_FOLDER_INO,
	REIN_KEY_FOLDER_DEV,
	REIN_KEY_LOCKS,
	REIN_KEY_NAMES = REIN_KEY_LOCKS, /* of an endpoint: how often a name was learnt */
	REIN_KEY_TEXT,
};

_Static_assert(8 * (REIN_MEMO_WORDS - REIN_KEY_TEXT) == REIN_MEMO_NAME_MAX, "a name fits");

REIN_INLINE u64 rein_epoch(const struct rein_bpf_run *run, const struct rein_image *image)
{
	return run->secret ^ (u64)image->header->crc32 << 32 ^ image->header->crc32;
}

REIN_INLINE u64 rein_what(enum rein_memo_kind kind, u32 len)
{
	return bpf_jiffies64() >> REIN_CLOCK_SHIFT << 32 | len << 8 | kind;
}

REIN_INLINE u32 rein_sequence(const void *lock)
{
	u32 sequence = 1;

	bpf_probe_read_kernel(&sequence, sizeof(sequence), lock);
	return sequence;
}

/* The key of a path; answers its slot, or REIN_MEMO_SLOTS for one that is not remembered. The locks
 * are read first: what is read after them is as old as they say, or the key meets nothing. */
static __noinline u32 rein_key_of_path(struct rein_memo_key *key, struct vfsmount *mnt,
				       struct dentry *dentry, u64 epoch)
{
	struct dentry *folder;
	struct inode *inode;
	u32 len = dentry->d_name.len;
	u32 renames;
	u32 mounts;

	if (!&rename_lock || !&mount_lock || dentry == mnt->mnt_root || !len ||
	    len > REIN_MEMO_NAME_MAX)
		return REIN_MEMO_SLOTS;
	renames = rein_sequence(&rename_lock);
	mounts = rein_sequence(&mount_lock);
	if ((renames | mounts) & 1)
		return REIN_MEMO_SLOTS;
	REIN_READ_BARRIER();
	folder = dentry->d_parent;
	inode = folder->d_inode;
	__builtin_memset(&key->word[REIN_KEY_TEXT], 0, REIN_MEMO_NAME_MAX);
	if (bpf_probe_read_kernel(&key->word[REIN_KEY_TEXT], len, dentry->d_name.name))
		return REIN_MEMO_SLOTS;
	key->word[REIN_KEY_EPOCH] = epoch;
	key->word[REIN_KEY_WHAT] = rein_what(REIN_MEMO_NAME, len);
	key->word[REIN_KEY_MOUNT] = (u64)mnt;
	key->word[REIN_KEY_NAMESPACE] = (u64)rein_me()->nsproxy->mnt_ns;
	key->word[REIN_KEY_FOLDER] = (u64)folder;
	key->word[REIN_KEY_FOLDER_INO] = inode->i_ino;
	key->word[REIN_KEY_FOLDER_DEV] = (u64)inode->i_generation << 32 | dentry->d_sb->s_dev;
	key->word[REIN_KEY_LOCKS] = (u64)renames << 32 | mounts;
	return (dentry->d_name.hash ^ (u32)epoch) % REIN_MEMO_SLOTS;
}

/* From the key of a path to that of its folder. */
REIN_INLINE u32 rein_key_of_folder(struct rein_memo_key *key)
{
	u64 mixed = (key->word[REIN_KEY_FOLDER] ^ key->word[REIN_KEY_EPOCH]) *
		    0x9e3779b97f4a7c15ull;

	__builtin_memset(&key->word[REIN_KEY_TEXT], 0, REIN_MEMO_NAME_MAX);
	key->word[REIN_KEY_WHAT] = rein_what(REIN_MEMO_FOLDER, 0);
	return (u32)(mixed >> 40) % REIN_MEMO_SLOTS;
}

/* The slot that holds just this key; `count` is for rein_memo_holds() after it was read. */
REIN_INLINE struct rein_memo *rein_memo_find(const struct rein_memo_key *key, u32 slot, u32 *count)
{
	struct rein_memo *found = bpf_map_lookup_elem(&memos, &slot);

	if (!found)
		return 0;
	*count = *(volatile u32 *)&found->count;
	REIN_READ_BARRIER();
	/* Compared one by one: the verifier lets nobody calculate with the pointers in a key. */
#pragma clang loop unroll(full)
	for (u32 i = 0; i < REIN_MEMO_WORDS; i++) {
		if (((volatile u64 *)found->key.word)[i] != key->word[i])
			return 0;
	}
	return *count & 1 ? 0 : found;
}

/* Whether nobody wrote to the slot meanwhile. */
REIN_INLINE bool rein_memo_holds(const struct rein_memo *found, u32 count)
{
	REIN_READ_BARRIER();
	return *(const volatile u32 *)&found->count == count;
}

/* Whether the subject is as it was when nothing came of this event, and the object too. */
REIN_INLINE bool rein_memo_quiet(const struct rein_memo *found, const struct rein_task *task,
				 const struct rein_run *run, u32 ops, u64 carried)
{
	const struct rein_quiet *quiet = &found->quiet;
	u64 differs = quiet->labels ^ task->labels;

	differs |= quiet->shield ^ task->shield;
	differs |= quiet->carried ^ carried;
#pragma clang loop unroll(full)
	for (u32 i = 0; i < REIN_LINEAGE_WORDS; i++)
		differs |= quiet->lineage[i] ^ task->lineage[i];
#pragma clang loop unroll(full)
	for (u32 i = 0; i < REIN_MEMO_GATE_WORDS; i++)
		differs |= quiet->gates[i] ^ run->gates[i];
	return quiet->ops == ops && !differs;
}

#endif
