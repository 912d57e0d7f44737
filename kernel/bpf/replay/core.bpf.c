// SPDX-License-Identifier: Apache-2.0
/*
 * The decision of the hooks as a program of its own, run by BPF_PROG_RUN on whatever event lies in
 * scratch 0: for the differential test and for measuring. It needs no trampoline, so it loads on
 * kernels that refuse the hooks.
 */
#define REIN_NAME_BUFFERS 16
#define REIN_ARGV_GIVEN
#include "../vmlinux.h"
#include "../maps.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct rein_proc);
} subjects SEC(".maps");

struct given_argv {
	u8 at[REIN_ARGV_MAX + 4096];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct given_argv);
} given_argvs SEC(".maps");

static __attribute__((noinline)) bool rein_argv_page(struct rein_scratch *s);

#include "../decide.bpf.h"

/* A page of the given argv; `mm` is its length. */
static __noinline bool rein_argv_page(struct rein_scratch *s)
{
	struct rein_argv_reader *reader = &s->reader;
	u32 first = 0;
	struct given_argv *argv = bpf_map_lookup_elem(&given_argvs, &first);
	u64 at = reader->address;
	u64 bytes;

	if (!argv || at >= s->mm || at >= REIN_ARGV_MAX)
		return false;
	bytes = s->mm - at;
	if (bytes > REIN_PAGE)
		bytes = REIN_PAGE;
	if (bpf_probe_read_kernel(s->window.at, bytes, argv->at + at))
		return false;
	reader->address += bytes;
	reader->in_page = bytes;
	reader->at = 0;
	return true;
}

char LICENSE[] SEC("license") = "GPL";

SEC("tc")
int decide(void *ctx)
{
	struct rein_deciding d = {};
	u32 first = 0;
	struct rein_proc *proc = bpf_map_lookup_elem(&subjects, &first);

	d.s = bpf_map_lookup_elem(&scratches, &first);
	if (!proc || !d.s || !rein_ready(&d, proc))
		return 1;
	return rein_decide_event(&d) ? 2 : 0;
}
