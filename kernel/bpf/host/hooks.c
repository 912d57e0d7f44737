// SPDX-License-Identifier: Apache-2.0
/*
 * Loading, attaching and pinning. What is not wanted of the object is left out before it is loaded:
 * each hook stands there once for each tier.
 */
#include "hooks.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bpf/observe/observe.h"
#include "core/crc32.h"

#define PATH_BYTES 256

/* An object that clang made, in this program. */
#define OBJECT(name, file)                                                                         \
	__asm__(".section .rodata\n"                                                               \
		".global " #name "_begin\n"                                                        \
		".global " #name "_end\n"                                                          \
		".balign 16\n" #name "_begin:\n"                                                   \
		".incbin \"" file "\"\n" #name "_end:\n"                                           \
		".previous\n");                                                                    \
	extern const char name##_begin[];                                                          \
	extern const char name##_end[]

OBJECT(rein_object, REIN_BPF_OBJECT);
OBJECT(rein_observe_object, REIN_BPF_OBSERVE_OBJECT);

/* A tier's programs are those whose names begin with `t` or with one of its own letters. */
static const struct {
	const char *name;
	const char *letters;
	const char *begin;
	const char *end;
} tiers[] = {
	[HOOKS_LSM] = { "lsm", "l", rein_object_begin, rein_object_end },
	[HOOKS_FMODRET] = { "fmodret", "m", rein_object_begin, rein_object_end },
	[HOOKS_OBSERVE] = { "observe", "cu", rein_observe_object_begin,
			    rein_observe_object_end },
};

static const struct {
	const char *name;
	size_t at;
} maps[] = {
	{ "procs", offsetof(struct hooks, procs) },
	{ "engines", offsetof(struct hooks, engines) },
	{ "runs", offsetof(struct hooks, runs) },
	{ "policies", offsetof(struct hooks, policies) },
	{ "rings", offsetof(struct hooks, rings) },
	{ "holds", offsetof(struct hooks, holds) },
	{ "file_labels", offsetof(struct hooks, file_labels) },
	{ "hosts", offsetof(struct hooks, hosts) },
	{ "labelled_runs", offsetof(struct hooks, labelled_runs) },
};
#define N_MAPS (sizeof(maps) / sizeof(maps[0]))

static int *fd_of(struct hooks *hooks, size_t i)
{
	return (int *)((char *)hooks + maps[i].at);
}

const char *hooks_tier_name(enum hooks_tier tier)
{
	return tiers[tier].name;
}

const char *hooks_folder(enum hooks_tier tier)
{
	static char folder[HOOKS_FOLDER_BYTES];
	static enum hooks_tier known;
	struct rein_crc_table table;
	u32 crc;

	if (folder[0] && known == tier)
		return folder;
	known = tier;
	rein_crc_table(&table);
	crc = rein_crc_feed(&table, REIN_CRC_START, (const u8 *)tiers[tier].begin,
			    (u64)(tiers[tier].end - tiers[tier].begin));
	snprintf(folder, sizeof(folder), HOOKS_PLACE "/" HOOKS_PREFIX "%s-%08x", tiers[tier].name,
		 crc);
	return folder;
}

static int print_warnings(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

static int find_pinned(struct hooks *hooks)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < N_MAPS; i++) {
		snprintf(path, sizeof(path), "%s/map_%s", hooks_folder(hooks->tier), maps[i].name);
		*fd_of(hooks, i) = bpf_obj_get(path);
		if (*fd_of(hooks, i) < 0)
			return -ENOENT;
	}
	return 0;
}

static __u32 id_of(int map)
{
	struct bpf_map_info info = { 0 };
	__u32 bytes = sizeof(info);

	return bpf_obj_get_info_by_fd(map, &info, &bytes) ? 0 : info.id;
}

bool hooks_are_pinned(const struct hooks *hooks)
{
	char path[PATH_BYTES];
	bool same;
	int map;

	snprintf(path, sizeof(path), "%s/map_runs", hooks_folder(hooks->tier));
	map = bpf_obj_get(path);
	if (map < 0)
		return false;
	same = id_of(map) == id_of(hooks->runs);
	close(map);
	return same;
}

static void choose_programs(struct bpf_object *object, enum hooks_tier tier)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);
		bool wanted = name[0] == 't' || strchr(tiers[tier].letters, name[0]);

		bpf_program__set_autoload(program, wanted);
	}
}

static void print_cost(const struct bpf_program *program)
{
	struct bpf_prog_info info = {};
	__u32 info_bytes = sizeof(info);

	if (!bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &info_bytes))
		fprintf(stderr, "rein: %s: %u instructions verified\n",
			bpf_program__name(program), info.verified_insns);
}

static int attach_and_pin(struct bpf_program *program, const char *path)
{
	struct bpf_link *link = bpf_program__attach(program);

	if (!link) {
		fprintf(stderr, "rein: cannot attach %s\n", bpf_program__name(program));
		return -errno;
	}
	if (bpf_link__pin(link, path))
		return -errno;
	bpf_link__destroy(link); /* our descriptor only: the pin holds it */
	return 0;
}

/* The programs of the observer are attached while there is a run, and only pinned until then. */
static int pin_programs(struct bpf_object *object, enum hooks_tier tier, bool verbose)
{
	bool waits = tier == HOOKS_OBSERVE;
	struct bpf_program *program;
	char path[PATH_BYTES];
	int err = 0;

	bpf_object__for_each_program(program, object) {
		if (err || !bpf_program__autoload(program))
			continue;
		snprintf(path, sizeof(path), "%s/%s_%s", hooks_folder(tier),
			 waits ? "prog" : "link", bpf_program__name(program));
		err = waits ? bpf_program__pin(program, path) : attach_and_pin(program, path);
		if (verbose)
			print_cost(program);
	}
	return err;
}

static int pin_maps(struct bpf_object *object, struct hooks *hooks)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < N_MAPS; i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(object, maps[i].name);

		snprintf(path, sizeof(path), "%s/map_%s", hooks_folder(hooks->tier), maps[i].name);
		if (!map || bpf_map__pin(map, path))
			return -errno;
		*fd_of(hooks, i) = fcntl(bpf_map__fd(map), F_DUPFD_CLOEXEC, 3);
	}
	return 0;
}

static int load(struct bpf_object *object, struct hooks *hooks, bool verbose)
{
	bool observes = hooks->tier == HOOKS_OBSERVE;
	int err;

	choose_programs(object, hooks->tier);
	if (observes)
		observe_before_load(object);
	err = bpf_object__load(object);
	if (!err && observes)
		err = observe_after_load(object);
	/* Maps first: a hook that fires finds them, and until a run is made nobody governed. */
	if (!err)
		err = pin_maps(object, hooks);
	if (!err)
		err = pin_programs(object, hooks->tier, verbose);
	return err;
}

int hooks_open(struct hooks *hooks, enum hooks_tier tier, bool verbose)
{
	struct bpf_object *object;
	int err;

	libbpf_set_print(print_warnings);
	libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
	hooks->tier = tier;
	if (!find_pinned(hooks))
		return 0;
	hooks_unpin(tier);
	if (mkdir(hooks_folder(tier), 0700) && errno != EEXIST)
		return -errno;
	object = bpf_object__open_mem(tiers[tier].begin,
				      (size_t)(tiers[tier].end - tiers[tier].begin), NULL);
	if (!object)
		return -errno;
	err = load(object, hooks, verbose);
	if (err)
		hooks_unpin(tier);
	bpf_object__close(object);
	return err;
}

/* A folder in there is a mark: see hooks_stay(). */
static int remove_all(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int failed = 0;

	if (!folder)
		return -errno;
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] != '.' && unlinkat(dirfd(folder), entry->d_name, 0) &&
		    unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR))
			failed = -errno;
	}
	closedir(folder);
	return rmdir(path) ? -errno : failed;
}

int hooks_remove(const char *name)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), HOOKS_PLACE "/%.128s", name);
	return remove_all(path);
}

int hooks_unpin(enum hooks_tier tier)
{
	return remove_all(hooks_folder(tier));
}

size_t hooks_hold(enum hooks_tier tier, int *links, size_t most)
{
	DIR *folder = opendir(hooks_folder(tier));
	struct dirent *entry;
	char path[PATH_BYTES];
	size_t n = 0;

	while (folder && n < most && (entry = readdir(folder))) {
		if (strncmp(entry->d_name, "link_", 5))
			continue;
		snprintf(path, sizeof(path), "%s/%.128s", hooks_folder(tier), entry->d_name);
		links[n] = bpf_obj_get(path);
		n += links[n] >= 0;
	}
	if (folder)
		closedir(folder);
	return n;
}

static void mark_of(enum hooks_tier tier, char path[PATH_BYTES])
{
	snprintf(path, PATH_BYTES, "%s/stay", hooks_folder(tier));
}

int hooks_stay(enum hooks_tier tier)
{
	char path[PATH_BYTES];

	mark_of(tier, path);
	return mkdir(path, 0700) && errno != EEXIST ? -errno : 0;
}

bool hooks_are_to_stay(enum hooks_tier tier)
{
	char path[PATH_BYTES];

	mark_of(tier, path);
	return !access(path, F_OK);
}
