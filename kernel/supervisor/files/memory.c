// SPDX-License-Identifier: Apache-2.0
/*
 * Reading by process_vm_readv, a page at a time: what lies before a hole in the mapping is still
 * read. Of a process that calls often /proc/PID/mem is kept open: that is faster by half, since the
 * right to read it is then asked for once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "files/memory.h"

#define PAGE 4096u /* a larger page is a multiple of it */
#define PARTS 9
#define FIRST_LOOK 256 /* most paths are shorter */
#define OFTEN 6

static void keep_open(struct proc *proc)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/mem", proc->pid);
	proc->memory = open(path, O_RDONLY | O_CLOEXEC);
}

static ssize_t read_kept(struct proc *proc, u64 from, void *to, size_t len)
{
	if (proc->memory < 0) {
		if (++proc->n_reads < OFTEN)
			return -1;
		proc->n_reads = 0;
		keep_open(proc);
	}
	return pread(proc->memory, to, len, (off_t)from);
}

static ssize_t read_parts(pid_t tid, u64 from, void *to, size_t len)
{
	struct iovec here = { to, len };
	struct iovec there[PARTS];
	size_t left = len;
	u32 n = 0;

	while (left && n < PARTS) {
		size_t part = PAGE - from % PAGE;

		if (part > left)
			part = left;
		there[n++] = (struct iovec){ (void *)from, part };
		from += part;
		left -= part;
	}
	here.iov_len = len - left;
	return process_vm_readv(tid, &here, 1, there, n, 0);
}

long memory_some(const struct act *act, u64 from, void *to, size_t len)
{
	ssize_t got = read_kept(act->proc, from, to, len);

	if (got <= 0)
		got = read_parts(act->thread->tid, from, to, len);
	return got > 0 ? got : -EFAULT;
}

int memory_read(const struct act *act, u64 from, void *to, size_t len)
{
	size_t done = 0;

	while (done < len) {
		long got = memory_some(act, from + done, (u8 *)to + done, len - done);

		if (got < 0)
			return (int)got;
		done += (size_t)got;
	}
	return 0;
}

long memory_string(const struct act *act, u64 from, char *to, size_t size)
{
	size_t done = 0;
	size_t look = FIRST_LOOK;

	while (done < size) {
		size_t want = size - done < look ? size - done : look;
		long got = memory_some(act, from + done, to + done, want);
		const char *end;

		if (got < 0)
			return got;
		end = memchr(to + done, '\0', (size_t)got);
		if (end)
			return end - to;
		done += (size_t)got;
		look = size;
	}
	return -ENAMETOOLONG;
}

int memory_write(const struct act *act, u64 to, const void *from, size_t len)
{
	struct iovec here = { (void *)from, len };
	struct iovec there = { (void *)to, len };

	return process_vm_writev(act->thread->tid, &here, 1, &there, 1, 0) == (ssize_t)len
		       ? 0
		       : -EFAULT;
}
