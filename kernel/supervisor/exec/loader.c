// SPDX-License-Identifier: Apache-2.0
/*
 * A loader is told by what it is, not by what it is called, since a copy may be called anything: a
 * shared object without an interpreter, which has a name as a library (DT_SONAME). A static program
 * that may lie anywhere has no such name.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "exec/loader.h"

#define HEADERS_MAX 64
#define DYNAMIC_MAX 256

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "written for little-endian ELF"
#endif

/* Whether the dynamic section at `at` has a DT_SONAME. */
static bool has_soname(const struct program *program, u64 at, u64 bytes)
{
	Elf64_Dyn dynamic[DYNAMIC_MAX];
	u32 want = bytes < sizeof(dynamic) ? (u32)bytes : (u32)sizeof(dynamic);
	u32 n = program_read(program, dynamic, want, at) / (u32)sizeof(dynamic[0]);

	for (u32 i = 0; i < n && dynamic[i].d_tag != DT_NULL; i++) {
		if (dynamic[i].d_tag == DT_SONAME)
			return true;
	}
	return false;
}

/* The program headers, from the head of the file where they lie there. How many. */
static u32 read_headers(const struct program *program, const Elf64_Ehdr *elf, Elf64_Phdr *headers)
{
	u32 n = elf->e_phnum < HEADERS_MAX ? elf->e_phnum : HEADERS_MAX;
	u64 bytes = n * sizeof(headers[0]);

	if (elf->e_phoff <= program->head_bytes && bytes <= program->head_bytes - elf->e_phoff) {
		memcpy(headers, program->head + elf->e_phoff, bytes);
		return n;
	}
	return program_read(program, headers, (u32)bytes, elf->e_phoff) / (u32)sizeof(headers[0]);
}

static bool is_loader(const struct program *program)
{
	Elf64_Ehdr elf;
	Elf64_Phdr headers[HEADERS_MAX];
	const Elf64_Phdr *dynamic = NULL;
	u32 n;

	if (program->head_bytes < sizeof(elf))
		return false;
	memcpy(&elf, program->head, sizeof(elf));
	if (memcmp(elf.e_ident, ELFMAG, SELFMAG) || elf.e_ident[EI_CLASS] != ELFCLASS64 ||
	    elf.e_type != ET_DYN || elf.e_phentsize != sizeof(headers[0]))
		return false;
	n = read_headers(program, &elf, headers);
	for (u32 i = 0; i < n; i++) {
		if (headers[i].p_type == PT_INTERP)
			return false;
		if (headers[i].p_type == PT_DYNAMIC)
			dynamic = &headers[i];
	}
	return dynamic && has_soname(program, dynamic->p_offset, dynamic->p_filesz);
}

static bool takes_value(const char *option)
{
	static const char *const options[] = {
		"--library-path",
		"--preload",
		"--audit",
		"--argv0",
		"--inhibit-rpath",
		"--glibc-hwcaps-prepend",
		"--glibc-hwcaps-mask",
	};

	for (u32 i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (!strcmp(option, options[i]))
			return true;
	}
	return false;
}

int loader_follow(struct act *act, const struct plan *plan, const struct program *program)
{
	struct program started;
	u32 at = (u32)strnlen(plan->argv, plan->argv_bytes) + 1;
	int error;

	if (!is_loader(program)) {
		if (program->head_bytes)
			program_is_plain(program);
		return 0;
	}
	while (at < plan->argv_bytes && plan->argv[at] == '-') {
		bool value = takes_value(plan->argv + at);

		at += (u32)strnlen(plan->argv + at, plan->argv_bytes - at) + 1;
		if (value && at < plan->argv_bytes)
			at += (u32)strnlen(plan->argv + at, plan->argv_bytes - at) + 1;
	}
	if (at >= plan->argv_bytes || memchr(plan->argv + at, '\0', plan->argv_bytes - at) == NULL)
		return 0;
	error = program_find(act, AT_FDCWD, plan->argv + at, true, &started);
	return error == -ENOENT ? 0 : error; /* the loader will not find it either */
}
