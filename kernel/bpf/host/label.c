// SPDX-License-Identifier: Apache-2.0
/*
 * Only the hooks know by what key the kernel has a file. So a child of ours opens it, is made one
 * of the run with the labels that are to be kept, and writes nothing to it: the hook at a write to
 * what is open asks no rule and leaves the labels.
 */
#include "label.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine.h"

#define GONE "the run has no starter any more"

static bool carries(const struct run *run, pid_t pid, u64 *labels)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct rein_proc proc;
	bool found = pidfd >= 0 && run_has(run, pidfd) &&
		     !bpf_map_lookup_elem(run->hooks.procs, &pidfd, &proc);

	if (pidfd >= 0)
		close(pidfd);
	if (found)
		*labels = proc.task.labels;
	return found;
}

/* A regular file, looked at before it is opened: to open what else there is can do something. */
static int open_file(const char *path)
{
	char again[32];
	struct stat st;
	int seen = open(path, O_PATH | O_CLOEXEC);
	int fd = -1;

	if (seen >= 0 && !fstat(seen, &st) && S_ISREG(st.st_mode)) {
		snprintf(again, sizeof(again), "/proc/self/fd/%d", seen);
		fd = open(again, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	}
	if (seen >= 0)
		close(seen);
	return fd;
}

static _Noreturn void write_nothing(int word, int file)
{
	char go;

	_exit(read(word, &go, 1) == 1 && write(file, "", 0) == 0 ? 0 : 1);
}

static bool govern(const struct run *run, pid_t child, u64 labels)
{
	struct rein_proc proc = { .run = run->slot, .serial = run->serial };

	proc.task.labels = labels;
	__atomic_fetch_add(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	if (!run_govern(run, child, &proc))
		return true;
	__atomic_fetch_sub(&run->shared->processes, 1, __ATOMIC_SEQ_CST);
	return false;
}

static bool let_write(const struct run *run, u64 labels, int file)
{
	int word[2];
	int status = 1;
	bool sent = false;
	pid_t child;

	if (pipe2(word, O_CLOEXEC))
		return false;
	child = fork();
	if (child == 0) {
		close(word[1]);
		write_nothing(word[0], file);
	}
	close(word[0]);
	if (child > 0 && govern(run, child, labels))
		sent = write(word[1], "", 1) == 1;
	close(word[1]);
	return child > 0 && waitpid(child, &status, 0) == child && sent && status == 0;
}

const char *label_file(const struct run *run, pid_t from, const char *path)
{
	u64 labels;
	bool done;
	int file;

	if (!carries(run, from, &labels))
		return GONE;
	if (!(labels & engine.image.header->flow_labels))
		return NULL;
	file = open_file(path);
	if (file < 0)
		return "there is no such file";
	done = let_write(run, labels, file);
	close(file);
	return done ? NULL : "there is no room for its labels";
}
