/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A socket as the hooks see it: the addresses of its ends, and what a run put with it.
 */
#ifndef REIN_SOCKET_BPF_H
#define REIN_SOCKET_BPF_H

#include "hooks-net.bpf.h"

/* With a socket, in the place of labels that no object has. */
#define REIN_JUDGED 1ull   /* this run connected it */
#define REIN_ACCEPTED 2ull /* this run accepted it, and nobody has asked about the peer yet */

REIN_INLINE void rein_sock_object(struct rein_file_key *key, u64 sk, u32 run)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->ino = sk;
	key->kind = REIN_OBJECT_SOCKET;
	key->run = run;
}

/* By a read and not a load: the verifier lets nobody calculate with a pointer that may be null. */
REIN_INLINE u64 rein_sk_of(u64 sock)
{
	return (u64)REIN_PEEK(socket, sock, sk);
}

/* Room for a struct sockaddr_in or _in6. */
struct rein_address {
	u16 family;
	__be16 port;
	u32 v4_or_flow;
	u64 v6[2];
};

/* The address of one end of an internet socket. False for one of another kind. */
REIN_INLINE bool rein_end_of(struct rein_address *end, u64 sk, bool remote)
{
	__builtin_memset(end, 0, sizeof(*end));
	end->family = REIN_PEEK(sock, sk, __sk_common.skc_family);
	if (remote)
		end->port = REIN_PEEK(sock, sk, __sk_common.skc_dport);
	else
		end->port = __builtin_bswap16(REIN_PEEK(sock, sk, __sk_common.skc_num));
	if (end->family == AF_INET)
		end->v4_or_flow = remote ? REIN_PEEK(sock, sk, __sk_common.skc_daddr) :
					   REIN_PEEK(sock, sk, __sk_common.skc_rcv_saddr);
	else if (end->family == AF_INET6)
		bpf_probe_read_kernel(
			end->v6, sizeof(end->v6),
			(const void *)(sk + (remote ? bpf_core_field_offset(
							      struct sock,
							      __sk_common.skc_v6_daddr) :
						      bpf_core_field_offset(
							      struct sock,
							      __sk_common.skc_v6_rcv_saddr))));
	else
		return false;
	return end->port != 0;
}

REIN_INLINE u64 rein_labels_at_end(u64 sk, bool remote, u32 run)
{
	struct rein_address end;
	struct rein_file_key key;
	u8 name[REIN_INET_KEY_BYTES];

	if (!rein_end_of(&end, sk, remote))
		return 0;
	rein_inet_key(name, (const u8 *)&end, end.family);
	rein_inet_object(&key, name, run);
	return rein_object_labels(&key);
}

/* The address of a unix socket, as its kernel structure keeps it; 0 for one without a name. */
REIN_INLINE u64 rein_unix_address(u64 sk, u32 *len)
{
	u64 address = (u64)REIN_PEEK(unix_sock, sk, addr);

	if (!address)
		return 0;
	*len = REIN_PEEK(unix_address, address, len);
	return address + bpf_core_field_offset(struct unix_address, name);
}

/* The address of a unix socket's peer; 0 where that has none. */
REIN_INLINE u64 rein_unix_peer(u64 sk, u32 *len)
{
	u64 peer = (u64)REIN_PEEK(unix_sock, sk, peer);

	return peer ? rein_unix_address(peer, len) : 0;
}

/* Puts labels on a socket. -EPERM where there is no room for them. */
static __noinline int rein_label_socket(u64 sk, u64 labels)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};
	struct rein_file_key key;

	if (!proc || !sk || !rein_ready(&d, proc))
		return -EPERM;
	rein_sock_object(&key, sk, proc->run);
	if (rein_object_add(&key, labels))
		return 0;
	rein_count_up(d.run, REIN_COUNT_NO_LABEL_ROOM);
	return -EPERM;
}

/* What the caller carries, if that matters under its policy. Without a policy that is everything,
 * which cannot be put anywhere: what it sends is refused. */
static __noinline u64 rein_flowing(void)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};

	if (!proc)
		return 0;
	if (!rein_ready(&d, proc))
		return ~0ull;
	if (!(d.image.header->flags & REIN_FLAG_FLOW))
		return 0;
	return proc->task.labels & d.image.header->flow_labels;
}

/* What this run put with a socket; null where that is nothing. */
REIN_INLINE u64 *rein_put_with(u64 sk)
{
	struct rein_proc *proc = rein_subject();
	struct rein_file_key key;

	if (!proc || !sk || !rein_has_labelled(proc->run))
		return 0;
	rein_sock_object(&key, sk, proc->run);
	return bpf_map_lookup_elem(&file_labels, &key);
}

static __noinline u64 rein_socket_labels(u64 sk)
{
	u64 *seen = rein_put_with(sk);

	return seen ? *seen : 0;
}

static __noinline void rein_note_asked(u64 sk)
{
	u64 *seen = rein_put_with(sk);

	if (seen)
		__sync_fetch_and_and(seen, ~REIN_ACCEPTED);
}

#endif
