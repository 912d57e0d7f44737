// SPDX-License-Identifier: Apache-2.0
/*
 * Another build's maps may be laid out in another way, but for the two words by which it is known
 * whether a run is alive.
 */
#include "pins.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "bpf/host/run.h"

#define PINS_BYTES 16384

static int count_live(int map)
{
	struct bpf_map_info info = { 0 };
	__u32 bytes = sizeof(info);
	u32 *value;
	int live = 0;

	if (bpf_obj_get_info_by_fd(map, &info, &bytes) || info.value_size < 2 * sizeof(u32))
		return -1;
	value = calloc(1, info.value_size);
	for (u32 i = 0; value && i < info.max_entries; i++) {
		/* `state` and `processes` of struct rein_bpf_run */
		if (!bpf_map_lookup_elem(map, &i, value))
			live += value[0] == REIN_RUN_LIVE && value[1] > 0;
	}
	free(value);
	return value ? live : -1;
}

/* How many runs use the hooks in a folder; -1: it cannot be known, so they may. */
static int live_runs(const char *folder)
{
	char path[PATH_MAX];
	int map;
	int live;

	snprintf(path, sizeof(path), HOOKS_PLACE "/%s/map_runs", folder);
	map = bpf_obj_get(path);
	if (map < 0)
		return errno == ENOENT ? 0 : -1; /* loading was broken off */
	live = count_live(map);
	close(map);
	return live;
}

static void put_pin(struct text *json, const char *folder, int runs)
{
	text_str(json, json->at[json->len - 1] == '[' ? "{" : ",{");
	text_member(json, "folder");
	text_json_str(json, folder);
	text_member(json, "runs");
	text_number(json, runs);
}

static bool visit(struct text *json, const char *folder, bool removes)
{
	int runs = live_runs(folder);
	bool removed = removes && runs == 0 && hooks_remove(folder) == 0;

	put_pin(json, folder, runs);
	if (removes) {
		text_member(json, "removed");
		text_str(json, removed ? "true" : "false");
	}
	text_str(json, "}");
	return !removes || removed || runs != 0;
}

static int each(bool removes)
{
	static char buffer[PINS_BYTES];
	struct text json = TEXT_FIXED(buffer);
	int lock = run_lock();
	DIR *place = opendir(HOOKS_PLACE);
	struct dirent *entry;
	bool done = true;

	if (lock < 0) {
		fprintf(stderr, "rein-engine: needs root: %s\n", strerror(-lock));
		return 1;
	}
	text_str(&json, "{\"pins\":[");
	while (place && (entry = readdir(place))) {
		if (!strncmp(entry->d_name, HOOKS_PREFIX, strlen(HOOKS_PREFIX)))
			done = visit(&json, entry->d_name, removes) && done;
	}
	text_str(&json, "]}\n");
	if (place)
		closedir(place);
	close(lock);
	return write(STDOUT_FILENO, json.at, json.len) == (ssize_t)json.len && done ? 0 : 1;
}

int pins_list(void)
{
	return each(false);
}

int pins_clean(void)
{
	return each(true);
}

int pins_load(const char *name)
{
	enum hooks_tier tier = HOOKS_LSM;
	struct hooks hooks;
	int lock;
	int err;

	while (tier <= HOOKS_OBSERVE && strcmp(hooks_tier_name(tier), name))
		tier++;
	if (tier > HOOKS_OBSERVE) {
		fprintf(stderr, "rein-engine: there is no tier `%.64s`\n", name);
		return 2;
	}
	lock = run_lock();
	err = lock < 0 ? lock : hooks_open(&hooks, tier, true);
	if (!err)
		err = hooks_stay(tier);
	if (err)
		fprintf(stderr, "rein-engine: the hooks cannot be loaded: %s\n", strerror(-err));
	return err ? 1 : 0;
}
