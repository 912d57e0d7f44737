/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a verdict to what the hook returns. An ask stops the caller inside its call (SIGSTOP), makes
 * the kernel start the call over when it goes on (-ERESTARTNOINTR), and is decided by whoever
 * changes the hold's state before SIGCONT: the hook then sees the same action again, by its digest.
 */
#ifndef REIN_ANSWER_BPF_H
#define REIN_ANSWER_BPF_H

#include "commit.bpf.h"

struct rein_hashing {
	const u8 *at;
	u64 hash[2];
};

#define REIN_HASH_PRIME 0x9e3779b97f4a7c15ull
#define REIN_HASH_PRIME_2 0xc2b2ae3d27d4eb4full

REIN_INLINE void rein_hash_word(struct rein_hashing *h, u64 word)
{
	h->hash[0] = (h->hash[0] ^ word) * REIN_HASH_PRIME;
	h->hash[0] ^= h->hash[0] >> 29;
	h->hash[1] = (h->hash[1] + word) * REIN_HASH_PRIME_2;
	h->hash[1] ^= h->hash[1] >> 32;
}

static long rein_hash_byte(u32 i, struct rein_hashing *h)
{
	rein_hash_word(h, h->at[i & (REIN_PATH_MAX - 1)]);
	return 0;
}

REIN_INLINE void rein_hash_bytes(struct rein_hashing *h, const u8 *at, u32 len)
{
	h->at = at;
	rein_hash_word(h, len);
	bpf_loop(len & (REIN_PATH_MAX - 1), rein_hash_byte, h, 0);
}

/* The digest of this action: nobody outside the kernel knows the secret it starts from. */
REIN_INLINE void rein_hold_key(struct rein_deciding *d, struct rein_hold_key *key)
{
	struct rein_scratch *s = d->s;
	struct rein_hashing h = { .hash = { d->run->secret, ~d->run->secret } };
	struct rein_bytes name = rein_path(s, 0);

	rein_hash_word(&h, (u64)s->call << 32 | s->aspects[0].ops << 16 | s->aspects[1].ops);
	rein_hash_word(&h, s->aspects[0].key.ino);
	rein_hash_word(&h, (u64)s->aspects[0].key.dev << 32 | s->aspects[0].key.generation);
	rein_hash_bytes(&h, name.at, name.len);
	name = rein_path(s, 1);
	rein_hash_bytes(&h, name.at, name.len);
	rein_hash_word(&h, s->argv_digest[0]);
	rein_hash_word(&h, s->argv_digest[1]);
	key->digest[0] = h.hash[0];
	key->digest[1] = h.hash[1];
	key->run = d->proc->run;
	key->tid = (u32)bpf_get_current_pid_tgid();
}

/* The caller stops on its way out of the kernel, and comes back to the same call. The signal is the
 * thread's own: one to the process is dropped while another thread's waits to be taken, and a
 * thread that no signal waits for would see the kernel's own error number. */
REIN_INLINE int rein_stop(void)
{
	bpf_send_signal_thread(SIGSTOP);
	return -ERESTARTNOINTR;
}

REIN_INLINE int rein_ask(struct rein_deciding *d)
{
	struct rein_hold_key key = {};
	struct rein_hold fresh = { .state = REIN_HOLD_PENDING };
	struct rein_hold *hold;
	u32 state;

	rein_hold_key(d, &key);
	hold = bpf_map_lookup_elem(&holds, &key);
	if (!hold) {
		if (d->run->unanswered)
			goto denied;
		fresh.id = __sync_fetch_and_add(&d->run->holds, 1) + 1;
		if (bpf_map_update_elem(&holds, &key, &fresh, BPF_NOEXIST))
			goto denied;
		rein_report(d, REIN_RECORD_HOLD, REIN_OUT_HELD, fresh.id, &key);
		return rein_stop();
	}
	state = hold->state;
	if (state == REIN_HOLD_PENDING && !d->run->unanswered)
		return rein_stop();
	fresh.id = hold->id;
	bpf_map_delete_elem(&holds, &key);
	if (state == REIN_HOLD_APPROVED) {
		rein_report(d, REIN_RECORD_MATCH, REIN_OUT_ALLOWED, fresh.id, &key);
		return 0;
	}
denied:
	rein_report(d, REIN_RECORD_MATCH, REIN_OUT_BLOCKED, fresh.id, &key);
	return -EPERM;
}

REIN_INLINE int rein_answer(struct rein_deciding *d)
{
	u32 effect = d->s->verdict.effect;
	u32 outcome = REIN_OUT_BLOCKED;

	rein_count_up(d->run, REIN_COUNT_MATCHES);
	if (effect == REIN_ASK)
		return rein_ask(d);
	if (effect == REIN_NOTIFY)
		outcome = REIN_OUT_ALLOWED;
	else if (effect == REIN_KILL && !(d->proc->flags & REIN_PROC_ROOT))
		outcome = REIN_OUT_KILLED;
	rein_report(d, REIN_RECORD_MATCH, outcome, 0, 0);
	if (outcome == REIN_OUT_KILLED)
		bpf_send_signal(SIGKILL);
	return outcome == REIN_OUT_ALLOWED ? 0 : -EPERM;
}

/* What the hook returns for the verdict in the scratch; 0 lets the operation go on, and then what
 * it changes is done, unless it is an exec. */
__noinline int rein_answer_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_deciding d = { .proc = proc, .slot = slot };
	int err = 0;

	d.s = bpf_map_lookup_elem(&scratches, &slot);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return -EPERM;
	if (d.s->verdict.effect != REIN_NONE)
		err = rein_answer(&d);
	return err;
}

/* Does what an event changes. */
__noinline int rein_commit_slot(struct rein_proc *proc, u32 slot)
{
	struct rein_deciding d = { .proc = proc, .slot = slot };

	d.s = bpf_map_lookup_elem(&scratches, &slot);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return -EPERM;
	return rein_commit_now(&d);
}

#endif
