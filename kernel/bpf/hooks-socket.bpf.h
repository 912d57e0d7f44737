/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What flows through sockets. Bytes that are sent carry the sender's labels to where they can be
 * read: the peer's socket, or the address they go to, which is somebody's own on this machine. A
 * process that learns something after it connected is asked about connecting once more, at the
 * first thing it sends: a rule about connecting means the talking, not the handshake.
 */
#ifndef REIN_HOOKS_SOCKET_BPF_H
#define REIN_HOOKS_SOCKET_BPF_H

#include "budget.bpf.h"
#include "hooks-flow.bpf.h"
#include "socket.bpf.h"

#define SOCK_DGRAM 2

/* Asks about the other end of a connection: for the first time, of one that was accepted (whose
 * unix socket has no name is asked about without one); or again, for a process that knows more than
 * when it connected. Who was there before the run (its standard input and output may be sockets) is
 * not asked about again. `end` is room for an address. */
REIN_INLINE int rein_judge_peer(u64 sk, u64 seen, struct rein_address *end)
{
	u32 call = seen & REIN_ACCEPTED ? REIN_CALL_ACCEPT : REIN_CALL_SEND;
	u64 address = (u64)end;
	u64 named = 0;
	u32 len = sizeof(*end);

	if (!rein_end_of(end, sk, true)) {
		len = sizeof(end->family);
		if (end->family == AF_UNIX && seen & (REIN_JUDGED | REIN_ACCEPTED))
			named = rein_unix_peer(sk, &len);
		if (!named && !(seen & REIN_ACCEPTED))
			return 0;
	}
	return rein_net_event(call, named ? named : address, len, true);
}

/* What is sent over a connection takes the sender's labels along. */
static __noinline int rein_label_connection(u64 sk, u64 flowing)
{
	u64 peer = 0;

	if (REIN_PEEK(sock, sk, __sk_common.skc_family) == AF_UNIX)
		peer = (u64)REIN_PEEK(unix_sock, sk, peer);
	if (peer && rein_label_socket(peer, flowing))
		return -EPERM;
	return rein_label_socket(sk, flowing);
}

/* A connection is used, and what flows from the caller is sent over it (0: nothing is). No hook can
 * refuse to accept one once it is known from whom it is: so that is asked before the first byte.
 * Not a function of its own: the calls below it fill the stack. */
REIN_INLINE int rein_on_use(u64 sk, u64 flowing, struct rein_address *end)
{
	u64 seen = rein_socket_labels(sk);
	int err;

	if (!sk || (!(seen & REIN_ACCEPTED) && !(flowing & ~seen)))
		return 0;
	err = rein_judge_peer(sk, seen, end);
	if (err)
		return err;
	if (seen & REIN_ACCEPTED)
		rein_note_asked(sk);
	return flowing & ~seen ? rein_label_connection(sk, flowing) : 0;
}

/* A connection was accepted. */
static __noinline void rein_on_graft(u64 sk)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};

	if (!proc)
		return;
	if (rein_ready(&d, proc) &&
	    !rein_concerned(&d, REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV)))
		return;
	if (rein_label_socket(sk, REIN_ACCEPTED))
		bpf_send_signal(SIGKILL); /* nobody would ask */
}

/* Something was received: the bytes may have come while the caller waited. */
static __noinline int rein_on_received(u64 sk)
{
	struct rein_proc *proc = rein_subject();
	struct rein_deciding d = {};
	u64 gained;

	if (!proc || !sk || !rein_has_labelled(proc->run))
		return 0;
	if (!rein_ready(&d, proc))
		return -EPERM;
	gained = rein_socket_labels(sk) | rein_labels_at_end(sk, false, proc->run) |
		 rein_labels_at_end(sk, true, proc->run);
	gained &= d.image.header->flow_labels & ~proc->task.shield & ~proc->task.labels;
	return gained ? rein_gain_from(&d, 0, 0, gained) : 0;
}

/* Something is received. */
REIN_INLINE int rein_on_receive(u64 sk)
{
	struct rein_address end;
	int err = rein_on_use(sk, 0, &end);

	return err ? err : rein_on_received(sk);
}

/* A connection is allowed: a unix socket is this run's own from now on. */
REIN_INLINE int rein_on_connect(struct socket *sock, u64 address, u32 len)
{
	int err = rein_counted_connect(rein_net_event(REIN_CALL_CONNECT, address, len, true),
				       REIN_CALL_CONNECT, address, len);
	u64 sk = rein_sk_of((u64)sock);
	u64 flowing;

	/* Who records a run is known to the hooks, and in none. */
	if (err || !rein_subject() || REIN_PEEK(sock, sk, __sk_common.skc_family) != AF_UNIX)
		return err;
	flowing = rein_flowing();
	return rein_label_socket(sk, flowing | REIN_JUDGED);
}

/* An address without a family is of its socket's own. A unix socket takes none such. */
REIN_INLINE void rein_complete(struct rein_address *known, u64 address, u64 sk)
{
	bpf_probe_read_kernel(known, sizeof(*known), (const void *)address);
	known->family = REIN_PEEK(sock, sk, __sk_common.skc_family);
	if (known->family == AF_UNIX)
		known->family = AF_UNSPEC;
}

/* Whether what is sent goes to the socket's peer: there is no address, or one without a family,
 * which UDP over IPv6 takes for none. */
REIN_INLINE bool rein_goes_to_peer(u64 sk, u64 address)
{
	return !address || (rein_family_of(address) == AF_UNSPEC &&
			    REIN_PEEK(sock, sk, __sk_common.skc_family) == AF_INET6 &&
			    REIN_PEEK(sock, sk, sk_type) == SOCK_DGRAM);
}

REIN_INLINE int rein_on_sendmsg(struct socket *sock, struct msghdr *msg)
{
	struct rein_address end;
	u64 address = (u64)msg->msg_name;
	u32 len = msg->msg_namelen;
	u64 sk = rein_sk_of((u64)sock);

	if (rein_goes_to_peer(sk, address))
		return rein_on_use(sk, rein_flowing(), &end);
	if (rein_family_of(address) == AF_UNSPEC) {
		rein_complete(&end, address, sk);
		address = (u64)&end;
	}
	return rein_counted_connect(rein_net_event(REIN_CALL_SEND, address, len, true),
				    REIN_CALL_SEND, address, len);
}

/* What is bound receives. A packet socket sends without a further address, too: binding it is
 * connecting. */
REIN_INLINE int rein_bind_to(u64 address, u32 len)
{
	return rein_net_event(REIN_CALL_BIND, address, len, rein_is_of_another_family(address));
}

static __noinline int rein_bind_without_family(u64 sk, u64 address, u32 len)
{
	struct rein_address known;

	rein_complete(&known, address, sk);
	return rein_bind_to((u64)&known, len);
}

REIN_INLINE int rein_on_bind(struct socket *sock, u64 address, u32 len)
{
	return rein_family_of(address) != AF_UNSPEC ?
		       rein_bind_to(address, len) :
		       rein_bind_without_family(rein_sk_of((u64)sock), address, len);
}

/* A datagram goes to another unix socket, by whatever name. */
REIN_INLINE int rein_on_datagram(struct socket *other)
{
	u64 flowing = rein_flowing();

	return flowing ? rein_label_socket(rein_sk_of((u64)other), flowing) : 0;
}

/* Reading and writing of a socket by the calls for files. */
REIN_INLINE int rein_on_socket_file(struct file *file, int mask)
{
	struct rein_address end;
	u64 sock = (u64)file->private_data;
	u64 sk = sock ? rein_sk_of(sock) : 0;
	int err = rein_on_use(sk, mask & MAY_WRITE ? rein_flowing() : 0, &end);

	return err || !(mask & MAY_READ) ? err : rein_on_received(sk);
}

/* Every read and write of a governed process. */
REIN_INLINE int rein_on_permission(struct file *file, int mask)
{
	return (file->f_inode->i_mode & S_IFMT) == S_IFSOCK ? rein_on_socket_file(file, mask) :
							      rein_on_file_permission(file, mask);
}

/* A pipe that is about to be spliced: nobody asks about that, so it can only be followed. */
REIN_INLINE void rein_on_splice(struct file *file)
{
	if (rein_on_file_permission(file, MAY_READ | MAY_WRITE))
		bpf_send_signal(SIGKILL);
}

/* The socket is gone. */
static __noinline void rein_on_socket_free(struct sock *sk)
{
	struct rein_forgetting forgetting = {};
	u32 first = 0;
	u64 *labelled = bpf_map_lookup_elem(&labelled_runs, &first);

	if (!labelled || !*labelled)
		return;
	rein_sock_object(&forgetting.key, (u64)sk, 0);
	forgetting.runs = *labelled;
	bpf_loop(REIN_RUNS_MAX, rein_forget, &forgetting, 0);
}

#endif
