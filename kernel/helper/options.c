// SPDX-License-Identifier: Apache-2.0
/*
 * Reading options. They come from our own front end: a mistake is a mismatch of versions.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "helper/options.h"
#include "host/engine.h"
#include "host/tell/budget.h"

#define ASK_SECONDS_MAX (7 * 24 * 3600)

static bool read_number(const char *text, long most, long *number)
{
	char *end;

	errno = 0;
	*number = strtol(text, &end, 10);
	return !errno && end != text && !*end && *number >= 0 && *number <= most;
}

static bool read_ask(const char *text)
{
	long seconds;

	if (!strcmp(text, "deny")) {
		engine.ask = ASK_DENY;
	} else if (!strcmp(text, "allow")) {
		engine.ask = ASK_ALLOW;
	} else if (!strncmp(text, "wait=", 5) && read_number(text + 5, ASK_SECONDS_MAX, &seconds)) {
		engine.ask = ASK_WAIT;
		engine.ask_seconds = (u32)seconds;
	} else {
		return false;
	}
	return true;
}

/* UID:GID[,GID…], the first group is the main one. */
static bool read_user(const char *text)
{
	struct identity *user = &engine.user;
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	user->uid = (uid_t)number;
	user->given = end != text && *end == ':' && number < UINT32_MAX;
	while (user->given && *end) {
		text = end + 1;
		number = strtoul(text, &end, 10);
		if (end == text || (*end && *end != ',') || number >= UINT32_MAX ||
		    user->n_groups == GROUPS_MAX)
			return false;
		user->groups[user->n_groups++] = (gid_t)number;
	}
	user->gid = user->groups[0];
	return user->n_groups > 0;
}

static bool read_option(const char *name, const char *value, struct options *options)
{
	long number;

	if (!strcmp(name, "--run-dir")) {
		engine.run_dir = value;
		return value[0] == '/'; /* we stand in the root folder later */
	}
	if (!strcmp(name, "--user"))
		return read_user(value);
	if (!strcmp(name, "--tier")) {
		options->tier = value;
		return true;
	}
	if (!strcmp(name, "--ask"))
		return read_ask(value);
	if (!strcmp(name, "--limit"))
		return budget_set(value);
	if (!strcmp(name, "--fd") && read_number(value, 1024, &number)) {
		options->fd = (int)number;
		return true;
	}
	if (!strcmp(name, "--starter") && read_number(value, 1024, &number)) {
		engine.starter = (int)number;
		return true;
	}
	if (!strcmp(name, "--protect-pid") && read_number(value, 1 << 30, &number)) {
		engine_protect((pid_t)number);
		return true;
	}
	return false;
}

bool options_read(int argc, char **argv, struct options *options, const char **why)
{
	int i = 0;

	*options = (struct options){ .fd = -1, .tier = "supervisor" };
	engine.ask = ASK_DENY;
	for (; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
		if (!read_option(argv[i], argv[i + 1], options)) {
			*why = argv[i];
			return false;
		}
	}
	*why = "`--fd`, `--run-dir` and a command behind `--` are needed";
	if (i >= argc || strcmp(argv[i], "--") || options->fd < 0 || !engine.run_dir ||
	    (i + 1 == argc && engine.starter < 0))
		return false;
	options->command = argv + i + 1;
	return true;
}
