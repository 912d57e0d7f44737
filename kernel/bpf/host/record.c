// SPDX-License-Identifier: Apache-2.0
/*
 * From a record to JSON and to the words for the process.
 */
#include "record.h"

#include <stdio.h>
#include <string.h>

#include "core/access.h"

static const char *const op_names[] = { "exec", "read", "write", "unlink", "connect", "recv" };
static const char *const effect_names[] = { "none", "notify", "ask", "block", "kill" };
static const char *const outcome_names[] = { "allowed", "blocked", "killed", "held" };
static const char *const kind_names[] = { "match", "hold", "guard", "gate", "label", "empty",
					  "exit" };
static const char *const call_names[REIN_CALLS] = {
	"execve",  "openat",	"truncate", "unlink", "rmdir",	"mkdir", "mknod", "symlink",
	"link",	   "rename",	"chmod",    "chown",  "setxattr", "utimensat", "connect", "bind",
	"sendto",  "recvfrom",	"accept",   "read",   "write",	"recvmsg", "exit", "",
};

#define NAME_OF(names, i) ((i) < sizeof(names) / sizeof(names[0]) ? names[i] : "")

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

static struct rein_bytes string_of(const struct rein_image *image, struct rein_span span)
{
	const u8 *strings = rein_section(image, REIN_SEC_STRINGS);

	return (struct rein_bytes){ strings + span.off, span.len };
}

static const struct rein_rule *rule_of(const struct rein_image *image, u32 clause)
{
	const struct rein_clause *clauses = rein_section(image, REIN_SEC_CLAUSES);
	const struct rein_rule *rules = rein_section(image, REIN_SEC_RULES);

	if (clause >= rein_count(image, REIN_SEC_CLAUSES))
		return NULL;
	return &rules[clauses[clause].rule];
}

/* An endpoint's key as a person writes it. */
static void put_endpoint(struct text *text, struct rein_bytes key)
{
	char shown[96];
	const u8 *a = key.at + 1;

	if (key.len && key.at[0] == 'u') {
		text_str(text, "unix:");
		text_shown(text, (struct rein_bytes){ a, key.len - 1 }, 0);
		return;
	}
	if (key.len != 19 || key.at[0] != 'i') {
		text_str(text, "family ");
		text_number(text, key.len == 3 ? a[0] << 8 | a[1] : 0);
		return;
	}
	if (!memcmp(a, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12)) {
		snprintf(shown, sizeof(shown), "%u.%u.%u.%u:%u", a[12], a[13], a[14], a[15],
			 a[16] << 8 | a[17]);
	} else {
		int n = snprintf(shown, sizeof(shown), "[");

		for (int i = 0; i < 16; i += 2)
			n += snprintf(shown + n, sizeof(shown) - (size_t)n, "%s%x", i ? ":" : "",
				      a[i] << 8 | a[i + 1]);
		snprintf(shown + n, sizeof(shown) - (size_t)n, "]:%u", a[16] << 8 | a[17]);
	}
	text_str(text, shown);
}

static void put_target(struct text *text, const struct rein_record *r, struct rein_bytes target)
{
	if (r->key == REIN_KEY_ENDPOINT)
		put_endpoint(text, target);
	else
		text_shown(text, target, 0);
}

static void put_str(struct text *json, const char *name, const char *value)
{
	text_member(json, name);
	text_json_str(json, value);
}

static void put_number(struct text *json, const char *name, long long value)
{
	text_member(json, name);
	text_number(json, value);
}

static void put_shown_target(struct text *json, const struct rein_record *r,
			     struct rein_bytes target)
{
	char shown[4 * REIN_PATH_MAX];
	struct text text = TEXT_FIXED(shown);

	put_target(&text, r, target);
	text_member(json, "target");
	text_str(json, "\"");
	for (size_t i = 0; i < text.len; i++) {
		if (shown[i] == '"' || shown[i] == '\\')
			text_str(json, "\\");
		text_bytes(json, shown + i, 1);
	}
	text_str(json, "\"");
}

static void put_argv(struct text *json, struct rein_bytes argv)
{
	u32 at = 0;

	text_member(json, "argv");
	text_str(json, "[");
	while (at < argv.len) {
		const u8 *end = memchr(argv.at + at, 0, argv.len - at);
		u32 len = end ? (u32)(end - (argv.at + at)) : argv.len - at;

		text_str(json, at ? "," : "");
		text_json(json, (struct rein_bytes){ argv.at + at, len });
		at += len + 1;
	}
	text_str(json, "]");
}

static void put_match(struct text *json, const struct rein_image *image,
		      const struct rein_record *r, const struct texts *texts)
{
	const struct rein_rule *rule = rule_of(image, r->decisive);

	put_str(json, "effect", NAME_OF(effect_names, r->effect));
	put_str(json, "outcome", NAME_OF(outcome_names, r->outcome));
	put_number(json, "decisive", r->decisive);
	if (rule) {
		text_member(json, "rule");
		text_json(json, string_of(image, rule->name));
	}
	text_member(json, "clauses");
	text_str(json, "[");
	for (u32 i = 0; i < r->n_matches && i < REIN_MATCHES_MAX; i++) {
		text_str(json, i ? "," : "");
		text_number(json, r->matches[i]);
	}
	text_str(json, "]");
	if (texts->argv.len)
		put_argv(json, texts->argv);
	if (r->hold)
		put_number(json, "hold", (long long)r->hold);
}

bool record_json(const struct rein_image *image, const struct rein_record *r, size_t bytes,
		 struct text *json)
{
	struct texts texts;

	if (bytes < sizeof(*r) || r->bytes > bytes)
		return false;
	texts = texts_of(r);
	text_str(json, "{");
	put_str(json, "kind", NAME_OF(kind_names, r->kind));
	put_number(json, "pid", r->pid);
	put_number(json, "ppid", r->ppid);
	put_str(json, "call", NAME_OF(call_names, r->call));
	if (r->op)
		put_str(json, "op", NAME_OF(op_names, (u32)__builtin_ctz(r->op)));
	put_shown_target(json, r, texts.target);
	text_member(json, "exe");
	text_json(json, texts.exe);
	text_member(json, "cwd");
	text_json(json, texts.cwd);
	if (r->kind == REIN_RECORD_MATCH || r->kind == REIN_RECORD_HOLD)
		put_match(json, image, r, &texts);
	if (r->kind == REIN_RECORD_GUARD)
		put_number(json, "guard", r->guard);
	text_str(json, "}\n");
	return true;
}

void record_feedback(const struct rein_image *image, const struct rein_record *r, struct text *text)
{
	const struct rein_rule *rule = rule_of(image, r->decisive);
	struct texts texts = texts_of(r);

	text_str(text, "[rein] ");
	if (r->outcome == REIN_OUT_ALLOWED)
		text_str(text, "note");
	else
		text_str(text, NAME_OF(outcome_names, r->outcome));
	text_str(text, ": ");
	text_str(text, r->op ? NAME_OF(op_names, (u32)__builtin_ctz(r->op)) : "");
	text_str(text, " ");
	put_target(text, r, texts.target);
	if (rule) {
		text_str(text, "\n[rein] rule: ");
		text_shown(text, string_of(image, rule->name), 0);
		text_str(text, "\n[rein] why: ");
		text_shown(text, string_of(image, rule->reason), 0);
	}
	text_str(text, "\n");
}
