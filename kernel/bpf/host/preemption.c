// SPDX-License-Identifier: Apache-2.0
/*
 * By the kernel's version line; where that leaves it to how the kernel was started, by the kernel's
 * own variable, which only a BPF program can read.
 */
#include "preemption.h"

#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define VARIABLE "preempt_dynamic_mode"
#define LINE_BYTES 256
#define VOLUNTARY 1 /* of `preempt_dynamic_mode`; 0 is none, what is above is more */
#define UNSET (-1)

#define INSN(c, d, s, o, i) { .code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i) }

/* 0 where it is hidden or not there. */
static unsigned long long address_of_variable(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	unsigned long long address = 0;
	char line[LINE_BYTES];
	char name[LINE_BYTES];

	/* There are some 100 000 lines. */
	while (symbols && !address && fgets(line, sizeof(line), symbols)) {
		if (strstr(line, VARIABLE) &&
		    sscanf(line, "%llx %*c %255s", &address, name) == 2 &&
		    strcmp(name, VARIABLE))
			address = 0;
	}
	if (symbols)
		fclose(symbols);
	return address;
}

/* The int at an address in the kernel. UNSET where it cannot be read. */
static int read_int(unsigned long long address)
{
	const struct bpf_insn program[] = {
		INSN(BPF_ST | BPF_MEM | BPF_W, BPF_REG_10, 0, -4, UNSET),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, -4),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 4),
		INSN(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_3, 0, 0, (int)(unsigned)address),
		INSN(0, 0, 0, 0, (int)(unsigned)(address >> 32)),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_kernel),
		INSN(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_0, BPF_REG_10, -4, 0),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	LIBBPF_OPTS(bpf_test_run_opts, run);
	int fd = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "rein_read", "GPL", program,
			       sizeof(program) / sizeof(program[0]), NULL);
	int err = fd < 0 ? fd : bpf_prog_test_run_opts(fd, &run);

	if (fd >= 0)
		close(fd);
	return err ? UNSET : (int)run.retval;
}

enum preemption preemption(void)
{
	struct utsname kernel;
	unsigned long long address;
	int mode;

	if (uname(&kernel))
		return PREEMPTION_UNKNOWN;
	if (!strstr(kernel.version, "PREEMPT"))
		return PREEMPTION_NONE;
	if (!strstr(kernel.version, "PREEMPT_DYNAMIC"))
		return PREEMPTION_SOME;
	address = address_of_variable();
	mode = address ? read_int(address) : UNSET;
	if (mode == UNSET)
		return PREEMPTION_UNKNOWN;
	return mode <= VOLUNTARY ? PREEMPTION_NONE : PREEMPTION_SOME;
}
