// SPDX-License-Identifier: Apache-2.0
/*
 * The observer's programs stay loaded when a run has ended, since loading takes a second. They are
 * attached while there is a run only: a tracepoint on system calls slows the whole machine down.
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "bpf/observe/observe.h"

static const char *const programs[] = {
	"t_newtask", "t_exit", "t_exec", "t_sys_enter", "t_sys_exit", "t_uring",
};
#define N_PROGRAMS (sizeof(programs) / sizeof(programs[0]))

static void pin_of(const char *kind, size_t i, char *path, size_t bytes)
{
	snprintf(path, bytes, "%s/%s_%s", hooks_folder(HOOKS_OBSERVE), kind, programs[i]);
}

static int attach(size_t i)
{
	char path[PATH_MAX];
	int program;
	int link;
	int err;

	pin_of("prog", i, path, sizeof(path));
	program = bpf_obj_get(path);
	if (program < 0)
		return -errno;
	link = bpf_raw_tracepoint_open(NULL, program);
	err = link < 0 ? -errno : 0;
	close(program);
	if (err)
		return err;
	pin_of("link", i, path, sizeof(path));
	err = bpf_obj_pin(link, path) ? -errno : 0;
	close(link);
	return err;
}

int observe_open(const struct run *run)
{
	char path[PATH_MAX];
	int err = 0;

	for (size_t i = 0; !err && i < N_PROGRAMS; i++) {
		pin_of("link", i, path, sizeof(path));
		if (access(path, F_OK))
			err = attach(i);
	}
	cgroup_sweep(run);
	return err ? err : cgroup_open(run);
}

void observe_close(const struct run *run)
{
	char path[PATH_MAX];

	for (size_t i = 0; !run_alive(run, 0) && i < N_PROGRAMS; i++) {
		pin_of("link", i, path, sizeof(path));
		unlink(path);
	}
}
