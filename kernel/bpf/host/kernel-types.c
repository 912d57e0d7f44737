// SPDX-License-Identifier: Apache-2.0
/*
 * It is some 5 MB, which the kernel gives out a page a read: looked up one name at a time, by
 * libbpf_find_vmlinux_btf_id(), most of a probe is that. Since Linux 6.16 it can be mapped.
 */
#include "bpf/host/kernel-types.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct btf *load_mapped(void)
{
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	void *bytes = MAP_FAILED;
	struct btf *types = NULL;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (bytes == MAP_FAILED)
		return NULL;
	types = btf__new(bytes, (unsigned)st.st_size);
	munmap(bytes, (size_t)st.st_size);
	return types;
}

int kernel_type(unsigned kind, const char *name)
{
	static struct btf *types; /* for as long as we live */

	if (!types)
		types = load_mapped();
	if (!types)
		types = btf__load_vmlinux_btf();
	return types ? btf__find_by_name_kind(types, name, kind) : -errno;
}
