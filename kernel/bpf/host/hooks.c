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

#define PATH_BYTES 256
#define LSM_LIST "/sys/kernel/security/lsm"

/* The object that clang made, in this program. */
__asm__(".section .rodata\n"
	".global rein_object_begin\n"
	".global rein_object_end\n"
	".balign 16\n"
	"rein_object_begin:\n"
	".incbin \"" REIN_BPF_OBJECT "\"\n"
	"rein_object_end:\n"
	".previous\n");
extern const char rein_object_begin[];
extern const char rein_object_end[];

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
};
#define N_MAPS (sizeof(maps) / sizeof(maps[0]))

static int *fd_of(struct hooks *hooks, size_t i)
{
	return (int *)((char *)hooks + maps[i].at);
}

const char *hooks_tier_name(enum hooks_tier tier)
{
	static const char *const names[] = { "lsm", "fmodret", "none" };

	return names[tier];
}

enum hooks_tier hooks_probe(void)
{
	char list[256] = "";
	int fd = open(LSM_LIST, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, list, sizeof(list) - 1);

	if (fd >= 0)
		close(fd);
	for (char *rest = list, *name; got > 0 && (name = strsep(&rest, ",\n"));) {
		if (!strcmp(name, "bpf"))
			return HOOKS_LSM;
	}
	return HOOKS_FMODRET;
}

static int print_warnings(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

static int find_pinned(struct hooks *hooks)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < N_MAPS; i++) {
		snprintf(path, sizeof(path), HOOKS_FOLDER "/map_%s", maps[i].name);
		*fd_of(hooks, i) = bpf_obj_get(path);
		if (*fd_of(hooks, i) < 0)
			return -ENOENT;
	}
	return 0;
}

static void choose_programs(struct bpf_object *object, enum hooks_tier tier)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);
		bool wanted = name[0] == 't' || name[0] == (tier == HOOKS_LSM ? 'l' : 'm');

		bpf_program__set_autoload(program, wanted);
	}
}

static int attach_and_pin(struct bpf_object *object, bool verbose)
{
	struct bpf_program *program;
	char path[PATH_BYTES];

	bpf_object__for_each_program(program, object) {
		struct bpf_prog_info info = {};
		__u32 info_bytes = sizeof(info);
		struct bpf_link *link;

		if (!bpf_program__autoload(program))
			continue;
		link = bpf_program__attach(program);
		if (!link) {
			fprintf(stderr, "rein: cannot attach %s\n", bpf_program__name(program));
			return -errno;
		}
		snprintf(path, sizeof(path), HOOKS_FOLDER "/link_%s", bpf_program__name(program));
		if (bpf_link__pin(link, path))
			return -errno;
		if (verbose &&
		    !bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &info_bytes))
			fprintf(stderr, "rein: %s: %u instructions verified\n",
				bpf_program__name(program), info.verified_insns);
	}
	return 0;
}

static int pin_maps(struct bpf_object *object, struct hooks *hooks)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < N_MAPS; i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(object, maps[i].name);

		snprintf(path, sizeof(path), HOOKS_FOLDER "/map_%s", maps[i].name);
		if (!map || bpf_map__pin(map, path))
			return -errno;
		*fd_of(hooks, i) = fcntl(bpf_map__fd(map), F_DUPFD_CLOEXEC, 3);
	}
	return 0;
}

int hooks_open(struct hooks *hooks, enum hooks_tier tier, bool verbose)
{
	struct bpf_object *object;
	int err;

	libbpf_set_print(print_warnings);
	libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
	if (!find_pinned(hooks))
		return 0;
	hooks_unpin();
	if (mkdir(HOOKS_FOLDER, 0700) && errno != EEXIST)
		return -errno;
	object = bpf_object__open_mem(rein_object_begin,
				      (size_t)(rein_object_end - rein_object_begin), NULL);
	if (!object)
		return -errno;
	choose_programs(object, tier);
	err = bpf_object__load(object);
	/* Maps first: a hook that fires finds them, and until a run is made nobody governed. */
	if (!err)
		err = pin_maps(object, hooks);
	if (!err)
		err = attach_and_pin(object, verbose);
	if (err)
		hooks_unpin();
	bpf_object__close(object);
	return err;
}

int hooks_unpin(void)
{
	DIR *folder = opendir(HOOKS_FOLDER);
	struct dirent *entry;
	int failed = 0;

	if (!folder)
		return -errno;
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] != '.' && unlinkat(dirfd(folder), entry->d_name, 0))
			failed = -errno;
	}
	closedir(folder);
	return rmdir(HOOKS_FOLDER) ? -errno : failed;
}
