/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Endpoints. Programs on the run's own cgroup see an address before anything is sent to it and can
 * refuse it; what they are not asked about (other families, raw sockets, a socket that came from
 * outside the cgroup) is seen when the call comes back.
 */
#ifndef REIN_OBSERVE_NET_BPF_H
#define REIN_OBSERVE_NET_BPF_H

#include "../hooks-net.bpf.h"
#include "files.bpf.h"

#define REIN_ADDRESS_MAX 128

extern void *bpf_cast_to_kern_ctx(void *) __ksym;

/* With a thread: the call that it is in was decided by a program on the cgroup. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u32);
} asked SEC(".maps");

/* An address as a call gives it; IPv4 has its address in the first word behind the port. */
struct rein_given_address {
	u16 family;
	u16 port;
	u32 in4;
	u32 in6[4];
};

/* Describes the event and decides. */
REIN_INLINE int rein_address_event(struct rein_deciding *d, u64 address, u32 len, bool connects)
{
	u32 ops = connects ? REIN_OP(REIN_CONNECT) : REIN_OP(REIN_RECV);
	int err;

	if (!rein_endpoint_of(d->s, (const u8 *)address, len))
		return 0;
	rein_name_hosts(d);
	rein_describe(d, 0, ops, 0, false);
	if (connects && d->image.header->ops_concerned & REIN_OP(REIN_RECV))
		rein_describe(d, 1, REIN_OP(REIN_RECV), 0, false);
	d->s->aspects[1].first = 0;
	err = rein_decide_or(d, true);
	if (err) {
		rein_name_again(d);
		err = rein_decide_event(d);
	}
	return err;
}

/* 1 lets the call go on, 0 refuses it. */
static __noinline int rein_refusable(u32 call, u64 address, u32 len)
{
	struct rein_deciding d = {};
	struct rein_proc *proc = rein_subject();
	bool connects = call != REIN_CALL_BIND;
	u32 *seen;
	int err;

	if (!proc)
		return 1;
	seen = bpf_task_storage_get(&asked, rein_me(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (seen)
		*seen = 1;
	if (!rein_ready(&d, proc))
		return 0;
	if (!(d.image.header->ops_concerned & (REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV))))
		return 1;
	if (!rein_begin(&d, call))
		return 0;
	err = rein_address_event(&d, address, len, connects);
	if (!err)
		err = rein_refusable_slot(proc, d.slot);
	rein_give(&d);
	return !err;
}

REIN_INLINE int rein_refusable_inet(struct bpf_sock_addr *ctx, u32 call, u16 family)
{
	struct rein_given_address address = { .family = family, .port = ctx->user_port };

	if (family == AF_INET) {
		address.in4 = ctx->user_ip4;
	} else {
		address.in6[0] = ctx->user_ip6[0];
		address.in6[1] = ctx->user_ip6[1];
		address.in6[2] = ctx->user_ip6[2];
		address.in6[3] = ctx->user_ip6[3];
	}
	return rein_refusable(call, (u64)&address, sizeof(address));
}

REIN_INLINE int rein_refusable_unix(struct bpf_sock_addr *ctx, u32 call)
{
	struct bpf_sock_addr_kern *kern = bpf_cast_to_kern_ctx(ctx);

	return rein_refusable(call, (u64)kern->uaddr, kern->uaddrlen);
}

/* Before a call that names an address: nobody has decided about it. */
REIN_INLINE void rein_seen_address_begin(void)
{
	u32 *seen = bpf_task_storage_get(&asked, rein_me(), 0, 0);

	if (seen)
		*seen = 0;
}

REIN_INLINE void rein_net_happened(struct rein_seen *seen, u32 call, u64 address, u32 len)
{
	if (!rein_begin(&seen->d, call))
		return;
	if (rein_address_event(&seen->d, address, len, call != REIN_CALL_BIND))
		seen->d.s->n_aspects = 0;
	if (seen->d.s->n_aspects)
		rein_happened_slot(seen->d.proc, seen->d.slot);
	rein_give(&seen->d);
}

static __noinline void rein_seen_address(struct rein_seen *seen)
{
	u32 *decided = bpf_task_storage_get(&asked, rein_me(), 0, 0);
	u8 address[REIN_ADDRESS_MAX] = {};
	u32 len = rein_argument(seen, seen->call.flags);
	u64 at = rein_argument(seen, seen->call.name[0]);

	if ((decided && *decided) || !at ||
	    !rein_concerned(&seen->d, REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV)))
		return;
	if (len > REIN_ADDRESS_MAX)
		len = REIN_ADDRESS_MAX;
	if (bpf_probe_read_user(address, len, (void *)at))
		rein_count_up(seen->d.run, REIN_COUNT_PATH_UNKNOWN);
	else
		rein_net_happened(seen, seen->call.call, (u64)address, len);
}

/* Who was accepted, from the socket itself. */
static __noinline void rein_seen_accepted(struct rein_seen *seen)
{
	u64 file = rein_file_at(seen->ret);
	u64 socket = file ? (u64)REIN_PEEK(file, file, private_data) : 0;
	u64 sk = socket ? (u64)REIN_PEEK(socket, socket, sk) : 0;
	struct rein_given_address address = {};

	if (!sk || !rein_concerned(&seen->d, REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV)))
		return;
	address.family = REIN_PEEK(sock, sk, __sk_common.skc_family);
	if (address.family != AF_INET && address.family != AF_INET6)
		return; /* a peer without a name of its own */
	address.port = REIN_PEEK(sock, sk, __sk_common.skc_dport);
	address.in4 = address.family == AF_INET ? REIN_PEEK(sock, sk, __sk_common.skc_daddr) : 0;
	if (address.family == AF_INET6)
		bpf_probe_read_kernel(
			address.in6, sizeof(address.in6),
			(const void *)(sk + bpf_core_field_offset(struct sock,
								  __sk_common.skc_v6_daddr)));
	rein_net_happened(seen, REIN_CALL_ACCEPT, (u64)&address, sizeof(address));
}

#endif
