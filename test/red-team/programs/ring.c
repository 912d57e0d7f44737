// SPDX-License-Identifier: Apache-2.0
/*
 * ring FILE: opens a file for writing through io_uring, where no system call of that name is made.
 * Prints REACHED when that worked; R5.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *map(int ring, size_t bytes, off_t offset)
{
	int flags = MAP_SHARED | MAP_POPULATE;

	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, ring, offset);
}

/* Has a worker of the kernel run the one entry, and waits for what came of it. */
static int open_by(int ring, const struct io_uring_params *params, const char *file)
{
	size_t sq_bytes = params->sq_off.array + params->sq_entries * sizeof(uint32_t);
	size_t cq_bytes = params->cq_off.cqes + params->cq_entries * sizeof(struct io_uring_cqe);
	char *sq = map(ring, sq_bytes, IORING_OFF_SQ_RING);
	char *cq = map(ring, cq_bytes, IORING_OFF_CQ_RING);
	struct io_uring_sqe *entry = map(ring, sizeof(*entry), IORING_OFF_SQES);
	uint32_t *tail = (uint32_t *)(sq + params->sq_off.tail);

	if (sq == MAP_FAILED || cq == MAP_FAILED || entry == MAP_FAILED)
		return -errno;
	memset(entry, 0, sizeof(*entry));
	entry->opcode = IORING_OP_OPENAT;
	entry->flags = IOSQE_ASYNC;
	entry->fd = AT_FDCWD;
	entry->addr = (uintptr_t)file;
	entry->open_flags = O_WRONLY;
	*(uint32_t *)(sq + params->sq_off.array) = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		return -errno;
	return ((struct io_uring_cqe *)(cq + params->cq_off.cqes))->res;
}

int main(int argc, char **argv)
{
	struct io_uring_params params = { 0 };
	int ring, result;

	if (argc < 2)
		return 2;
	ring = (int)syscall(SYS_io_uring_setup, 1, &params);
	result = ring < 0 ? -errno : open_by(ring, &params, argv[1]);
	printf("%s (%s)\n", result < 0 ? "held" : "REACHED", result < 0 ? strerror(-result) : "");
	return 0;
}
