// SPDX-License-Identifier: Apache-2.0
/*
 * Whether this kernel lets us observe: it loads and attaches a program on a tracepoint that does
 * nothing, and loads one that could refuse a unix socket its address.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "bpf/host/kernel-types.h"
#include "bpf/host/probe.h"
#include "bpf/observe/observe.h"

static const struct bpf_insn allows[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 1 },
	{ .code = BPF_JMP | BPF_EXIT },
};

static int load(enum bpf_prog_type type, enum bpf_attach_type attach, int hook)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = attach,
		    .attach_btf_id = (__u32)hook);

	return bpf_prog_load(type, "rein_probe", "GPL", allows, sizeof(allows) / sizeof(allows[0]),
			     &options);
}

static int attach_tracepoint(void)
{
	int hook = kernel_type(BTF_KIND_TYPEDEF, "btf_trace_sched_process_exec");
	int program = hook < 0 ? hook : load(BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, hook);
	int link;

	if (program < 0)
		return program;
	link = bpf_raw_tracepoint_open(NULL, program);
	close(program);
	return link;
}

bool bpf_probe_observe(bpf_probe_detail detail)
{
	int link;
	int program;

	if (!bpf_probe_machine(detail))
		return false;
	libbpf_set_print(NULL);
	link = attach_tracepoint();
	if (link < 0)
		return probe_says(detail, "this kernel does not attach to tracepoints", -link);
	close(link);
	program = load(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, OBSERVE_UNIX_CONNECT, 0);
	if (program < 0)
		return probe_says(detail, "this kernel does not ask about unix sockets (Linux 6.7)",
				  -program);
	close(program);
	if (!observe_has_cgroups())
		return probe_says(detail, "no cgroup2 is mounted", 0);
	probe_says(detail, "tracepoints tell what has happened; only connecting can be refused", 0);
	return true;
}
