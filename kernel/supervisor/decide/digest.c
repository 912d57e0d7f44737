// SPDX-License-Identifier: Apache-2.0
/*
 * What goes into the digest: the call, the operations, every name, the facts of every object as
 * they are now (what a program is, not only where it lies), argv, the address, the working
 * directory, flags, mode and data.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "decide/digest.h"
#include "link/calls.h"

static void add_bytes(struct sha256 *hash, const void *bytes, u64 len)
{
	sha256_add(hash, &len, sizeof(len)); /* so that two fields cannot be read as one */
	sha256_add(hash, bytes, len);
}

static void add_facts(struct sha256 *hash, const struct file_facts *facts, bool program)
{
	u64 numbers[] = { facts->id.dev,
			  facts->id.ino,
			  facts->id.born,
			  facts->mode,
			  program ? facts->mtime_ns : 0,
			  program ? facts->ctime_ns : 0,
			  program ? facts->size : 0 };

	add_bytes(hash, numbers, sizeof(numbers));
}

static void add_objects(struct sha256 *hash, const struct act *act)
{
	bool program = act_ops(act) & REIN_OP(REIN_EXEC);
	struct file_facts facts;

	if (act->fd >= 0 && !file_facts(act->fd, &facts))
		add_facts(hash, &facts, program);
	for (u32 i = 0; i < 2; i++) {
		if (!act->name[i])
			continue;
		add_bytes(hash, act->name[i], strlen(act->name[i]));
		if (act->folder[i] < 0)
			continue;
		if (!file_facts(act->folder[i], &facts))
			add_facts(hash, &facts, false);
		if (!file_facts_at(act->folder[i], act->name[i], &facts))
			add_facts(hash, &facts, program);
	}
}

static void add_cwd(struct sha256 *hash, const struct act *act)
{
	char path[32];
	char cwd[REIN_PATH_MAX];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%d/cwd", act->proc->pid);
	len = readlink(path, cwd, sizeof(cwd));
	add_bytes(hash, cwd, len > 0 ? (u64)len : 0);
}

void act_digest(const struct act *act, u8 digest[SHA256_BYTES])
{
	static const char domain[] = "rein hold 1";
	u64 numbers[] = { act->flags, act->mode, act->number[0], act->number[1] };
	struct sha256 hash;

	sha256_start(&hash);
	add_bytes(&hash, domain, sizeof(domain));
	add_bytes(&hash, act->call->name, strlen(act->call->name));
	for (u32 i = 0; i < act->event.n_aspects; i++) {
		const struct rein_aspect *aspect = &act->event.aspects[i];

		add_bytes(&hash, &aspect->ops, sizeof(aspect->ops));
		for (u32 n = 0; n < aspect->n_names; n++)
			add_bytes(&hash, aspect->names[n].at, aspect->names[n].len);
	}
	add_objects(&hash, act);
	add_bytes(&hash, act->event.args.at, act->event.args.len);
	add_bytes(&hash, act->endpoint.at, act->endpoint.len);
	add_bytes(&hash, numbers, sizeof(numbers));
	add_bytes(&hash, (const u8 *)act->data + act->data_from, act->data_bytes);
	if (act_ops(act) & REIN_OP(REIN_EXEC))
		add_cwd(&hash, act);
	sha256_end(&hash, digest);
}
