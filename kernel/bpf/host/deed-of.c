// SPDX-License-Identifier: Apache-2.0
/*
 * From records to deeds.
 */
#include "deed-of.h"

#include "core/access.h"
#include "engine.h"
#include "policies.h"
#include "told.h"

static const char *const call_names[REIN_CALLS] = {
	[REIN_CALL_EXEC] = "execve",	 [REIN_CALL_OPEN] = "openat",
	[REIN_CALL_TRUNCATE] = "truncate", [REIN_CALL_UNLINK] = "unlink",
	[REIN_CALL_RMDIR] = "rmdir",	 [REIN_CALL_MKDIR] = "mkdir",
	[REIN_CALL_MKNOD] = "mknod",	 [REIN_CALL_SYMLINK] = "symlink",
	[REIN_CALL_LINK] = "link",	 [REIN_CALL_RENAME] = "rename",
	[REIN_CALL_CHMOD] = "chmod",	 [REIN_CALL_CHOWN] = "chown",
	[REIN_CALL_XATTR] = "setxattr",	 [REIN_CALL_UTIMES] = "utimensat",
	[REIN_CALL_CONNECT] = "connect", [REIN_CALL_BIND] = "bind",
	[REIN_CALL_SEND] = "sendto",	 [REIN_CALL_RECV] = "recvfrom",
	[REIN_CALL_ACCEPT] = "accept",	 [REIN_CALL_READ] = "read",
	[REIN_CALL_WRITE] = "write",	 [REIN_CALL_RECEIVE] = "recvmsg",
	[REIN_CALL_EXIT] = "exit",
};

static const char *const guarded_calls[REIN_GUARDS] = {
	[REIN_GUARD_PTRACE] = "ptrace",	  [REIN_GUARD_MOUNT] = "mount",
	[REIN_GUARD_NAMESPACES] = "unshare", [REIN_GUARD_BPF] = "bpf",
	[REIN_GUARD_CONTROL] = "kill",
};

/* The texts after the record, in their order. */
struct texts {
	struct rein_bytes target;
	struct rein_bytes target2;
	struct rein_bytes argv;
	struct rein_bytes exe;
	struct rein_bytes cwd;
};

static struct rein_bytes take(const u8 **at, const u8 *end, u32 bytes)
{
	struct rein_bytes taken = { *at, 0 };

	if (bytes <= (size_t)(end - *at))
		taken.len = bytes;
	*at += taken.len;
	return taken;
}

static struct texts texts_of(const struct rein_record *r)
{
	const u8 *at = (const u8 *)(r + 1);
	const u8 *end = (const u8 *)r + r->bytes;
	struct texts texts;

	texts.target = take(&at, end, r->target_bytes);
	texts.target2 = take(&at, end, r->target2_bytes);
	texts.argv = take(&at, end, r->argv_bytes);
	texts.exe = take(&at, end, r->exe_bytes);
	texts.cwd = take(&at, end, r->cwd_bytes);
	return texts;
}

bool record_is_whole(const struct rein_record *record, size_t bytes)
{
	return bytes >= sizeof(*record) && record->bytes >= sizeof(*record) &&
	       record->bytes <= bytes && record->n_matches <= REIN_MATCHES_MAX;
}

struct rein_bytes record_target(const struct rein_record *record)
{
	return texts_of(record).target;
}

static const char *call_of(const struct rein_record *r)
{
	const char *name = r->call < REIN_CALLS ? call_names[r->call] : NULL;

	if (!name && r->kind == REIN_RECORD_GUARD && r->guard < REIN_GUARDS)
		name = guarded_calls[r->guard];
	return name ? name : "";
}

void deed_of_record(const struct rein_record *r, struct deed *deed)
{
	struct texts texts = texts_of(r);

	policies_enter(r->policy);
	*deed = (struct deed){
		.pid = (pid_t)r->pid,
		.ppid = (pid_t)r->ppid,
		.exe = texts.exe,
		.cwd = texts.cwd,
		.labels = r->labels,
		.before = told_of((pid_t)r->pid),
		.call = call_of(r),
		.ops = r->op,
		.endpoint = r->key == REIN_KEY_ENDPOINT,
		/* Other second names are further names of the one object. */
		.n_targets = r->call == REIN_CALL_RENAME || r->call == REIN_CALL_LINK ? 2 : 1,
		.targets = { texts.target, texts.target2 },
		.args = texts.argv,
		.args_truncated = r->args_truncated,
		.effect = r->effect,
		.spared = r->effect == REIN_KILL && r->outcome == REIN_OUT_BLOCKED,
		.decisive = r->decisive,
		.n_matches = r->n_matches,
		.n_more = r->n_more,
		.matches = r->matches,
	};
	/* Its policy may be forgotten. */
	if (deed->decisive >= rein_count(&engine.image, REIN_SEC_CLAUSES))
		deed->decisive = 0;
}
