/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object behind a name, looked for in the kernel's own tree of names right after the call that
 * used it. Only for what moves: a label has to stay with an object whose name goes. Symbolic links
 * and mounts on the way are not followed: then nothing is found.
 */
#ifndef REIN_OBSERVE_FIND_BPF_H
#define REIN_OBSERVE_FIND_BPF_H

#include "call.bpf.h"

#define REIN_CHILDREN_MAX 65536 /* names of one folder that are looked at */

struct rein_finding {
	struct rein_scratch *s; /* the name is the text in its REIN_RAW buffer */
	u64 dentry;
	u64 top; /* of the mount that the name starts in */
	u32 begin; /* of the component at hand, */
	u32 len;   /* and its length */
};

struct rein_search {
	const u8 *name;
	u32 len;
	u32 differs;
	u64 next;
	u64 text;
	u64 found;
};

REIN_INLINE const u8 *rein_component(const struct rein_finding *finding)
{
	return finding->s->names[REIN_RAW].at + (finding->begin & (REIN_PATH_MAX - 1));
}

static long rein_compare_byte(u32 i, struct rein_search *search)
{
	u8 byte = 0;

	bpf_probe_read_kernel(&byte, 1, (const void *)(search->text + i));
	search->differs = byte != search->name[i & REIN_NAME_BYTES_MAX];
	return search->differs;
}

static long rein_try_child(u32 i, struct rein_search *search)
{
	u64 child = search->next - bpf_core_field_offset(struct dentry, d_sib);

	if (!search->next)
		return 1;
	search->next = (u64)REIN_PEEK(hlist_node, search->next, next);
	if (REIN_PEEK(dentry, child, d_name.len) != search->len ||
	    !REIN_PEEK(dentry, child, d_inode))
		return 0;
	search->text = (u64)REIN_PEEK(dentry, child, d_name.name);
	search->differs = 0;
	bpf_loop(search->len & REIN_NAME_BYTES_MAX, rein_compare_byte, search, 0);
	search->found = search->differs ? 0 : child;
	return search->found != 0;
}

/* Goes on to the component at hand. False where it is not found. */
static __noinline int rein_find_child(struct rein_finding *finding)
{
	const u8 *name = rein_component(finding);
	struct rein_search search = { .name = name, .len = finding->len };

	if (!finding->len || (finding->len == 1 && name[0] == '.'))
		return 1;
	if (finding->dentry != finding->top &&
	    REIN_PEEK(dentry, finding->dentry, d_flags) & REIN_DCACHE_MOUNTED)
		return 0;
	if (finding->len == 2 && name[0] == '.' && name[1] == '.') {
		if (finding->dentry == finding->top)
			return 0;
		finding->dentry = (u64)REIN_PEEK(dentry, finding->dentry, d_parent);
		return 1;
	}
	if (finding->len > REIN_NAME_BYTES_MAX)
		return 0;
	search.next = (u64)REIN_PEEK(dentry, finding->dentry, d_children.first);
	bpf_loop(REIN_CHILDREN_MAX, rein_try_child, &search, 0);
	finding->dentry = search.found;
	return search.found != 0;
}

static long rein_find_byte(u32 i, struct rein_finding *finding)
{
	u8 byte = finding->s->names[REIN_RAW].at[i & (REIN_PATH_MAX - 1)];

	if (byte && byte != '/') {
		finding->len++;
		return 0;
	}
	if (!rein_find_child(finding))
		finding->dentry = 0;
	finding->begin = i + 1;
	finding->len = 0;
	return !byte || !finding->dentry;
}

/* The inode that the text in the REIN_RAW buffer leads to below `base`; 0 where it is not known. */
static __noinline u64 rein_find_below(struct rein_scratch *s, struct path *base)
{
	struct rein_finding finding = {
		.s = s,
		.dentry = (u64)base->dentry,
		.top = (u64)REIN_PEEK(vfsmount, (u64)base->mnt, mnt_root),
	};

	if (!bpf_core_field_exists(struct dentry, d_children)) /* before 6.8 */
		return 0;
	bpf_loop(REIN_PATH_MAX, rein_find_byte, &finding, 0);
	return finding.dentry ? (u64)REIN_PEEK(dentry, finding.dentry, d_inode) : 0;
}

/* The same for name argument `i`. */
REIN_INLINE u64 rein_find(struct rein_seen *seen, u32 i)
{
	u64 name = rein_argument(seen, seen->call.name[i & 1]);
	u8 *raw = seen->d.s->names[REIN_RAW].at;
	struct path base = {};

	rein_base_of(seen, seen->call.fd[i & 1], name, &base);
	if (bpf_probe_read_user_str(raw, REIN_PATH_MAX, (void *)name) <= 1)
		return 0;
	return rein_find_below(seen->d.s, &base);
}

#endif
