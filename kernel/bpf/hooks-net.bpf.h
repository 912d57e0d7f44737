/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network: connecting, sending to an address, binding. The address is the kernel's own copy, so
 * no thread can rewrite it after the look. Keys are those of docs/reference/policy-image.md.
 */
#ifndef REIN_HOOKS_NET_BPF_H
#define REIN_HOOKS_NET_BPF_H

#include "remember.bpf.h"

#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16
#define REIN_KEY_INET 0x69
#define REIN_KEY_UNIX 0x75
#define REIN_KEY_OTHER 0x6f
#define REIN_SUN_PATH 108
#define REIN_INET_KEY_BYTES 19

/* Offsets in struct sockaddr_in, _in6 and _un, which are user space's and cannot change. */
#define REIN_PORT_AT 2
#define REIN_IN_ADDR_AT 4
#define REIN_IN6_ADDR_AT 8
#define REIN_UN_PATH_AT 2
#define REIN_SOCKADDR_IN 16
#define REIN_SOCKADDR_IN6 24 /* without the scope */

/* `i`, the address as IPv6, the port. */
REIN_INLINE u32 rein_inet_key(u8 *key, const u8 *address, u16 family)
{
	key[0] = REIN_KEY_INET;
	if (family == AF_INET) {
		__builtin_memset(key + 1, 0, 10);
		key[11] = 0xff;
		key[12] = 0xff;
		bpf_probe_read_kernel(key + 13, 4, address + REIN_IN_ADDR_AT);
	} else {
		bpf_probe_read_kernel(key + 1, 16, address + REIN_IN6_ADDR_AT);
	}
	bpf_probe_read_kernel(key + 17, 2, address + REIN_PORT_AT);
	return REIN_INET_KEY_BYTES;
}

/* The object that stands for an internet endpoint, named by its key. All addresses of this
 * machine's own loopback are one, since who listens on any of them is reached by each. */
REIN_INLINE void rein_inet_object(struct rein_file_key *key, const u8 *name, u32 run)
{
	u64 high = 0;
	u64 low = 0;
	bool mapped;

	__builtin_memset(key, 0, sizeof(*key));
	for (int i = 0; i < 8; i++) {
		high = high << 8 | name[1 + i];
		low = low << 8 | name[9 + i];
	}
	mapped = !high && low >> 32 == 0xffff;
	if (!high && (low <= 1 || (mapped && ((low >> 24 & 0xff) == 127 || !(low & 0xffffffff)))))
		low = 1;
	key->ino = low ? low : 1; /* 0 means no object: two endpoints more that are one */
	key->dev = high >> 32;
	key->generation = (u32)high;
	key->port = name[17] << 8 | name[18];
	key->kind = REIN_OBJECT_ENDPOINT;
	key->run = run;
}

/* `u` and the path: below the working directory where it is relative, `@name` where abstract. */
REIN_INLINE u32 rein_unix_key(struct rein_scratch *s, const u8 *address, u32 len)
{
	struct task_struct *me = rein_me();
	u8 *key = s->names[0].at;
	struct path cwd = {};
	u32 start = 0;
	u32 at = 1;
	u32 bytes;
	u8 first = 0;

	key[0] = REIN_KEY_UNIX;
	if (len <= REIN_UN_PATH_AT)
		return 1;
	bytes = (len - REIN_UN_PATH_AT) & 127;
	if (bytes > REIN_SUN_PATH)
		bytes = REIN_SUN_PATH;
	bpf_probe_read_kernel(&first, 1, address + REIN_UN_PATH_AT);
	if (!first) {
		bpf_probe_read_kernel(key + 1, bytes, address + REIN_UN_PATH_AT);
		key[1] = '@';
		return 1 + bytes;
	}
	if (first != '/') {
		BPF_CORE_READ_INTO(&cwd, me, fs, pwd);
		rein_path_into(&s->names[1], &start, (u64)cwd.mnt, (u64)cwd.dentry);
		start &= REIN_PATH_MAX - 1;
		at = (REIN_PATH_MAX - 1 - start) & (REIN_PATH_MAX - 1);
		bpf_probe_read_kernel(key + 1, at, s->names[1].at + start);
		key[1 + at] = '/';
		at += 2;
	}
	bytes = bpf_probe_read_kernel_str(key + at, REIN_SUN_PATH + 1, address + REIN_UN_PATH_AT);
	return at + bytes - 1;
}

/* Whether an address means an endpoint. A netlink one talks to the kernel only. */
REIN_INLINE bool rein_is_endpoint(const u8 *address, u32 len)
{
	u16 family = AF_UNSPEC;

	if (len >= sizeof(family))
		bpf_probe_read_kernel(&family, sizeof(family), address);
	return family != AF_UNSPEC && family != AF_NETLINK;
}

REIN_INLINE u16 rein_family_of(u64 address)
{
	u16 family = AF_UNSPEC;

	bpf_probe_read_kernel(&family, sizeof(family), (const void *)address);
	return family;
}

/* Whether its key says no more than the family. */
REIN_INLINE bool rein_is_of_another_family(u64 address)
{
	u16 family = rein_family_of(address);

	return family != AF_INET && family != AF_INET6 && family != AF_UNIX;
}

/* Writes the endpoint's key into names[0]; false for an address that means no endpoint. */
REIN_INLINE bool rein_endpoint_of(struct rein_scratch *s, const u8 *address, u32 len)
{
	u16 family = AF_UNSPEC;
	u8 *key = s->names[0].at;

	if (len >= sizeof(family))
		bpf_probe_read_kernel(&family, sizeof(family), address);
	s->start[0] = 0;
	s->key = REIN_KEY_ENDPOINT;
	switch (family) {
	case AF_UNSPEC:
	case AF_NETLINK:
		return false;
	case AF_INET:
	case AF_INET6:
		s->len[0] = rein_inet_key(key, address, family);
		return true;
	case AF_UNIX:
		s->len[0] = rein_unix_key(s, address, len);
		return true;
	default:
		key[0] = REIN_KEY_OTHER;
		key[1] = family >> 8;
		key[2] = family & 0xff;
		s->len[0] = 3;
		return true;
	}
}

/* The name patterns that the address in names[0] meets, by what look-ups said. */
REIN_INLINE void rein_name_hosts(struct rein_deciding *d)
{
	struct rein_host_key key = { .run = d->proc->run, .policy = d->image.header->crc32 };
	struct rein_host *host;
	u32 n;

	d->s->n_host_atoms = 0;
	d->s->hosts_serial = key.policy;
	if (!(d->image.header->flags & REIN_FLAG_HOST_NAMES) ||
	    d->s->names[0].at[0] != REIN_KEY_INET)
		return;
	__builtin_memcpy(key.ip, d->s->names[0].at + 1, sizeof(key.ip));
	host = bpf_map_lookup_elem(&hosts, &key);
	if (!host)
		return;
	n = host->n;
	__builtin_memcpy(d->s->host_atoms, host->atoms, sizeof(d->s->host_atoms));
	d->s->n_host_atoms = n <= REIN_HOST_ATOMS_MAX ? n : REIN_HOST_ATOMS_MAX;
}

/* The policy was swapped since: what was known by the one before is known anew. */
static __noinline void rein_name_again(struct rein_deciding *d)
{
	if (!rein_image_of(d->proc->run, &d->image))
		return;
	rein_forget_known(&d->s->known);
	rein_name_hosts(d);
}

/* The key of an endpoint that is remembered: internet addresses, which hold all that is asked. */
static __noinline u32 rein_key_of_inet(struct rein_memo_key *key, const u8 *address, u32 len,
				       u64 epoch, u32 names)
{
	u16 family = AF_UNSPEC;
	u64 mixed;

	if (len < REIN_SOCKADDR_IN)
		return REIN_MEMO_SLOTS;
	bpf_probe_read_kernel(&family, sizeof(family), address);
	if (family != AF_INET && (family != AF_INET6 || len < REIN_SOCKADDR_IN6))
		return REIN_MEMO_SLOTS;
	__builtin_memset(key, 0, sizeof(*key));
	key->word[REIN_KEY_EPOCH] = epoch;
	key->word[REIN_KEY_WHAT] = rein_what(REIN_MEMO_ENDPOINT, 0);
	key->word[REIN_KEY_NAMES] = names;
	rein_inet_key((u8 *)&key->word[REIN_KEY_TEXT], address, family);
	mixed = key->word[REIN_KEY_TEXT] ^ key->word[REIN_KEY_TEXT + 1] ^
		key->word[REIN_KEY_TEXT + 2] ^ epoch;
	return (u32)(mixed * 0x9e3779b97f4a7c15ull >> 40) % REIN_MEMO_SLOTS;
}

/* Read before the names of an address are: what is remembered is not newer than this. */
REIN_INLINE u32 rein_names(const struct rein_bpf_run *run)
{
	return *(const volatile u32 *)&run->names;
}

/* Decides about the endpoint that names[0] is, and acts on it. */
REIN_INLINE int rein_endpoint_event(struct rein_deciding *d, u32 ops)
{
	struct rein_file_key object = {};
	u64 labels;
	int err;

	if (d->s->names[0].at[0] == REIN_KEY_INET)
		rein_inet_object(&object, d->s->names[0].at, d->proc->run);
	labels = rein_labels_of(d, &object);
	rein_describe_object(d, 0, ops, &object, labels);
	/* What comes back matters only where some rule or source asks about it, or it is known to
	 * carry something. */
	if (ops & REIN_OP(REIN_CONNECT) &&
	    (labels || d->image.header->ops_concerned & REIN_OP(REIN_RECV)))
		rein_describe_object(d, 1, REIN_OP(REIN_RECV), &object, labels);
	d->s->aspects[1].first = 0;
	err = rein_decide_or(d, true);
	if (err) {
		rein_name_again(d);
		err = rein_decide_event(d);
	}
	if (err || rein_remember_slot(d->proc, d->slot))
		return err;
	err = rein_answer_slot(d->proc, d->slot);
	return err ? err : rein_commit_slot(d->proc, d->slot);
}

/* 1 when the event has to be decided; 0 when it is known that nothing comes of it. */
static __noinline int rein_look_back_at(u64 address, u32 len, u32 ops)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	struct rein_memo_key key;
	struct rein_file_key object;
	u32 slot;

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	if (!rein_concerned(&d, ops | REIN_OP(REIN_RECV)))
		return 0;
	slot = rein_key_of_inet(&key, (const u8 *)address, len, rein_epoch(d.run, &d.image),
				rein_names(d.run));
	if (slot >= REIN_MEMO_SLOTS)
		return 1;
	rein_inet_object(&object, (const u8 *)&key.word[REIN_KEY_TEXT], proc->run);
	return !rein_is_quiet(&d, &key, slot, ops, rein_labels_of(&d, &object));
}

static __noinline int rein_begin_endpoint(struct rein_deciding *d, u32 call, u64 address, u32 len)
{
	struct rein_proc *proc = rein_subject();
	u32 slot;

	if (!proc || !rein_ready(d, proc) || !rein_begin(d, call))
		return -EPERM;
	if (!rein_endpoint_of(d->s, (const u8 *)address, len))
		return 0;
	slot = rein_key_of_inet(&d->s->known.key, (const u8 *)address, len,
				rein_epoch(d->run, &d->image), rein_names(d->run));
	rein_name_hosts(d);
	if (slot < REIN_MEMO_SLOTS)
		rein_recall(d, slot);
	return 1;
}

static __noinline int rein_decide_endpoint(u32 call, u64 address, u32 len, u32 ops)
{
	struct rein_deciding d = {};
	int err = rein_begin_endpoint(&d, call, address, len);

	if (err == 1)
		err = rein_endpoint_event(&d, ops);
	if (d.s)
		rein_give(&d);
	return err;
}

/* `connects`: with what it receives as a second aspect; else only the receiving. */
REIN_INLINE int rein_net_event(u32 call, u64 address, u32 len, bool connects)
{
	u32 ops = connects ? REIN_OP(REIN_CONNECT) : REIN_OP(REIN_RECV);
	int err = rein_look_back_at(address, len, ops);

	return err == 1 ? rein_decide_endpoint(call, address, len, ops) : err;
}

#endif
