// SPDX-License-Identifier: Apache-2.0
/*
 * The cgroup of a run, below the one that the engine is in, so that limits which hold there hold
 * for the run. Programs on it are asked about the addresses of its sockets, and of no others.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bpf/observe/observe.h"

#define LINE_BYTES 4096
#define CGROUP_PREFIX "rein-run-"
#define PIN_PREFIX "run_"

static const struct {
	const char *name;
	enum bpf_attach_type type;
} programs[] = {
	{ "c_connect4", BPF_CGROUP_INET4_CONNECT },
	{ "c_connect6", BPF_CGROUP_INET6_CONNECT },
	{ "u_connect", OBSERVE_UNIX_CONNECT },
	{ "c_sendmsg4", BPF_CGROUP_UDP4_SENDMSG },
	{ "c_sendmsg6", BPF_CGROUP_UDP6_SENDMSG },
	{ "u_sendmsg", OBSERVE_UNIX_SENDMSG },
	{ "c_bind4", BPF_CGROUP_INET4_BIND },
	{ "c_bind6", BPF_CGROUP_INET6_BIND },
};
#define N_PROGRAMS (sizeof(programs) / sizeof(programs[0]))

void observe_before_load(struct bpf_object *object)
{
	for (size_t i = 0; i < N_PROGRAMS; i++) {
		struct bpf_program *program =
			bpf_object__find_program_by_name(object, programs[i].name);

		bpf_program__set_expected_attach_type(program, programs[i].type);
	}
}

/* The first line of `file` that `take` accepts, which puts what it found into `found`. */
static bool find_line(const char *file, bool (*take)(char *line, char *found), char *found)
{
	char line[LINE_BYTES];
	FILE *lines = fopen(file, "re");
	bool done = false;

	while (lines && !done && fgets(line, sizeof(line), lines))
		done = take(line, found);
	if (lines)
		fclose(lines);
	return done;
}

/* proc_pid_mountinfo(5): the fifth field is where, and what comes behind ` - ` is the type. */
static bool take_mount(char *line, char *found)
{
	char *type = strstr(line, " - ");

	return type && !strncmp(type, " - cgroup2 ", 11) &&
	       sscanf(line, "%*s %*s %*s %*s %4095s", found) == 1;
}

/* cgroups(7): the line of the unified hierarchy. */
static bool take_own(char *line, char *found)
{
	return sscanf(line, "0::%4095s", found) == 1;
}

/* Where the cgroups of runs are made: below the one that we are in. */
static int parent(char *path, size_t bytes)
{
	char mount[LINE_BYTES];
	char own[LINE_BYTES];
	int len;

	if (!find_line("/proc/self/mountinfo", take_mount, mount) ||
	    !find_line("/proc/self/cgroup", take_own, own))
		return -ENOENT;
	len = snprintf(path, bytes, "%s%s", mount, own);
	return len < (int)bytes ? 0 : -ENAMETOOLONG;
}

bool observe_has_cgroups(void)
{
	char path[PATH_MAX];

	return !parent(path, sizeof(path));
}

/* A file of the run's cgroup; with an empty name the cgroup itself. */
static int place(const struct run *run, const char *file, char *path, size_t bytes)
{
	char above[PATH_MAX];
	int err = parent(above, sizeof(above));
	int len;

	if (err)
		return err;
	len = snprintf(path, bytes, "%s/" CGROUP_PREFIX "%08x/%s", above, run->serial, file);
	return len < (int)bytes ? 0 : -ENAMETOOLONG;
}

static int open_file(const struct run *run, const char *file, int flags)
{
	char path[PATH_MAX];
	int err = place(run, file, path, sizeof(path));
	int fd = err ? -1 : open(path, flags | O_CLOEXEC);

	if (err)
		return err;
	return fd < 0 ? -errno : fd;
}

static void pin_of(const struct run *run, size_t i, char *path, size_t bytes)
{
	snprintf(path, bytes, "%s/" PIN_PREFIX "%08x_%s", hooks_folder(HOOKS_OBSERVE), run->serial,
		 programs[i].name);
}

static void unpin(const struct run *run)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < N_PROGRAMS; i++) {
		pin_of(run, i, path, sizeof(path));
		unlink(path);
	}
}

static int attach(const struct run *run, int cgroup, size_t i)
{
	char path[PATH_MAX];
	int program;
	int link;
	int err;

	snprintf(path, sizeof(path), "%s/prog_%s", hooks_folder(HOOKS_OBSERVE), programs[i].name);
	program = bpf_obj_get(path);
	if (program < 0)
		return -errno;
	link = bpf_link_create(program, cgroup, programs[i].type, NULL);
	err = link < 0 ? -errno : 0;
	close(program);
	if (err)
		return err;
	pin_of(run, i, path, sizeof(path));
	err = bpf_obj_pin(link, path) ? -errno : 0;
	close(link);
	return err;
}

int cgroup_open(const struct run *run)
{
	char path[PATH_MAX];
	int cgroup;
	int err = place(run, "", path, sizeof(path));

	if (err)
		return err;
	if (mkdir(path, 0755))
		return -errno;
	cgroup = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (cgroup < 0)
		return -errno;
	for (size_t i = 0; !err && i < N_PROGRAMS; i++)
		err = attach(run, cgroup, i);
	close(cgroup);
	if (err) {
		unpin(run);
		rmdir(path);
	}
	return err;
}

int observe_enter(const struct run *run, pid_t pid)
{
	int procs = open_file(run, "cgroup.procs", O_WRONLY);
	int err = 0;

	if (procs < 0)
		return procs;
	if (dprintf(procs, "%d", (int)pid) < 0)
		err = -errno;
	close(procs);
	return err;
}

void observe_leave(const struct run *run)
{
	char path[PATH_MAX];
	char text[LINE_BYTES];
	ssize_t len;
	struct pollfd events = { open_file(run, "cgroup.events", O_RDONLY), POLLPRI, 0 };

	if (events.fd < 0 || place(run, "", path, sizeof(path)))
		return;
	/* Read first: a change after that wakes the poll. With nobody in it, it is busy only by
	 * a cgroup that was made inside, which is not ours. */
	while ((len = pread(events.fd, text, sizeof(text) - 1, 0)) > 0) {
		text[len] = 0;
		if (!rmdir(path) || errno != EBUSY || strstr(text, "populated 0"))
			break;
		poll(&events, 1, -1);
	}
	close(events.fd);
	unpin(run);
}

/* Whether `name` is `prefix` and the number of a run that is not alive. */
static bool is_stale(const struct run *run, const char *name, const char *prefix)
{
	char *end;
	u32 serial;

	if (strncmp(name, prefix, strlen(prefix)))
		return false;
	serial = (u32)strtoul(name + strlen(prefix), &end, 16);
	return end != name + strlen(prefix) && !run_alive(run, serial);
}

static void sweep(const struct run *run, const char *path, const char *prefix, int flags)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		if (is_stale(run, entry->d_name, prefix))
			unlinkat(dirfd(folder), entry->d_name, flags);
	}
	if (folder)
		closedir(folder);
}

void cgroup_sweep(const struct run *run)
{
	char path[PATH_MAX];

	sweep(run, hooks_folder(HOOKS_OBSERVE), PIN_PREFIX, 0);
	if (!parent(path, sizeof(path)))
		sweep(run, path, CGROUP_PREFIX, AT_REMOVEDIR);
}
