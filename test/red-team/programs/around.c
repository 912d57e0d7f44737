// SPDX-License-Identifier: Apache-2.0
/*
 * around WAY [PID]: calls that would get around the engine. Prints REACHED unless refused with
 * EPERM, EACCES or ENOSYS; R5 and R7. A way that does no harm by itself goes on to open `kept`
 * for writing, which the policy forbids.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef __x86_64__
/* Its pointers have 32 bits, so the name has to lie low. */
static long open_by_int80(const char *name)
{
	const long open_32 = 5;
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long result;

	if (low == MAP_FAILED)
		return -3;
	strcpy(low, name);
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(open_32), "b"(low), "c"(O_WRONLY)
			 : "memory");
	errno = result < 0 ? (int)-result : 0;
	return result < 0 ? -1 : result;
}
#endif

static long try(const char *way, pid_t pid)
{
	static char block[256];
	struct iovec here = { block, 1 }, there = { block, 1 };

	if (!strcmp(way, "ptrace"))
		return ptrace(PTRACE_SEIZE, pid, 0, 0);
	if (!strcmp(way, "process_vm_writev"))
		return process_vm_writev(pid, &here, 1, &there, 1, 0);
	if (!strcmp(way, "proc_mem")) {
		snprintf(block, sizeof(block), "/proc/%d/mem", pid);
		return open(block, O_RDWR);
	}
	if (!strcmp(way, "mount"))
		return mount("none", "/tmp", "tmpfs", 0, NULL);
	if (!strcmp(way, "chroot"))
		return chroot(".") ? -1 : open("/kept", O_WRONLY);
	if (!strcmp(way, "unshare"))
		return unshare(CLONE_NEWUSER | CLONE_NEWNS);
	if (!strcmp(way, "unshare-as-root"))
		return unshare(CLONE_NEWNS);
	if (!strcmp(way, "setns-as-root"))
		return setns(open("/proc/self/ns/uts", O_RDONLY), 0);
	if (!strcmp(way, "bpf"))
		return syscall(SYS_bpf, 0, block, sizeof(block));
	if (!strcmp(way, "perf"))
		return syscall(SYS_perf_event_open, block, 0, -1, -1, 0);
	if (!strcmp(way, "clone-newuser"))
		return syscall(SYS_clone, CLONE_NEWUSER | 17, 0, 0, 0, 0) == 0 ? (_exit(0), 0) : -1;
#ifdef __x86_64__
	if (!strcmp(way, "x32"))
		return syscall(0x40000000 + SYS_openat, AT_FDCWD, "kept", O_WRONLY);
	if (!strcmp(way, "int80"))
		return open_by_int80("kept");
#endif
	return -3;
}

int main(int argc, char **argv)
{
	long result;
	bool held;

	if (argc < 2)
		return 2;
	errno = 0;
	result = try(argv[1], argc > 2 ? atoi(argv[2]) : getppid());
	if (result == -3)
		return 2;
	held = result < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS);
	printf("%s (%s)\n", held ? "held" : "REACHED", strerror(errno));
	return 0;
}
