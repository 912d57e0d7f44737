// SPDX-License-Identifier: Apache-2.0
/*
 * rein_decide() by the BPF core: takes the place of core/decide.c, so that rein-bpf-replay is
 * rein-core-replay with the other core in it.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/access.h"
#define REIN_NAME_BUFFERS 16
#include "scratch.bpf.h"

static struct {
	int program;
	int scratches;
	int subjects;
	int argvs;
	int runs;
	int policies;
	const u8 *image; /* the one that is loaded */
} bpf;

static struct rein_scratch scratch;
static u8 argv[REIN_ARGV_MAX + 4096];
static const u32 first;

static void must(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(3);
}

static int map_fd(struct bpf_object *object, const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, name);

	must(map != NULL, name);
	return bpf_map__fd(map);
}

static void load_core(void)
{
	const char *path = getenv("REIN_BPF_CORE");
	struct bpf_object *object = bpf_object__open(path ? path : REIN_BPF_CORE);
	struct bpf_map *unused = object ? bpf_object__find_map_by_name(object, "scratches") : NULL;

	/* One decision at a time: to clear the others takes longer than all the decisions. */
	must(unused && !bpf_map__set_max_entries(unused, 1), "cannot open the BPF core");
	must(!bpf_object__load(object), "cannot load the BPF core");
	bpf.program = bpf_program__fd(bpf_object__find_program_by_name(object, "decide"));
	bpf.scratches = map_fd(object, "scratches");
	bpf.subjects = map_fd(object, "subjects");
	bpf.argvs = map_fd(object, "given_argvs");
	bpf.runs = map_fd(object, "runs");
	bpf.policies = map_fd(object, "policies");
}

static void load_image(const struct rein_image *image)
{
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_INNER_MAP);
	u32 bytes = image->header->total_bytes;
	u32 chunks = (bytes + REIN_CHUNK_BYTES - 1) / REIN_CHUNK_BYTES;
	int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "policy", 4, REIN_CHUNK_BYTES, chunks,
				 &options);
	static u8 chunk[REIN_CHUNK_BYTES];

	must(map >= 0, "policy map");
	for (u32 i = 0; i < chunks; i++) {
		u32 left = bytes - i * REIN_CHUNK_BYTES;

		memset(chunk, 0, sizeof(chunk));
		memcpy(chunk, image->base + i * REIN_CHUNK_BYTES,
		       left < REIN_CHUNK_BYTES ? left : REIN_CHUNK_BYTES);
		must(!bpf_map_update_elem(map, &i, chunk, BPF_ANY), "policy chunk");
	}
	must(!bpf_map_update_elem(bpf.policies, &first, &map, BPF_ANY), "policy");
	bpf.image = image->base;
}

static void put_argv(const struct rein_event *event)
{
	u32 len = 0;
	u32 tokens = 0;
	const u8 *zero = event->args.len ? memchr(event->args.at, 0, event->args.len) : NULL;
	u32 head = zero ? (u32)(zero - event->args.at) + 1 : event->args.len;

	memcpy(argv, event->args.at, head);
	len = head;
	/* The extra argument stands as a second token: where it stands makes no difference. */
	if (event->extra_arg.len) {
		if (!zero)
			argv[len++] = 0; /* the first token is empty, or cut: it is no argument */
		memcpy(argv + len, event->extra_arg.at, event->extra_arg.len);
		len += event->extra_arg.len;
		argv[len++] = 0;
	}
	memcpy(argv + len, event->args.at + head, event->args.len - head);
	len += event->args.len - head;
	for (u32 i = 0; i < len; i++)
		tokens += argv[i] == 0;
	if (len && argv[len - 1] && !event->args_truncated) {
		argv[len++] = 0; /* a last token that lacks only its NUL */
		tokens++;
	}
	scratch.mm = len;
	scratch.argv_at = 0;
	scratch.argc = tokens + (event->args_truncated ? 1 : 0);
	must(!bpf_map_update_elem(bpf.argvs, &first, argv, BPF_ANY), "argv");
}

static void put_aspect(const struct rein_aspect *aspect, struct rein_asked *asked, u32 *used)
{
	asked->ops = aspect->ops;
	asked->tree = aspect->tree;
	asked->first = (u8)*used;
	asked->n_names = aspect->n_names;
	asked->labels = aspect->labels;
	for (u32 i = 0; i < aspect->n_names && *used < REIN_NAME_BUFFERS; i++, (*used)++) {
		memcpy(scratch.names[*used].at, aspect->names[i].at, aspect->names[i].len);
		scratch.start[*used] = 0;
		scratch.len[*used] = aspect->names[i].len;
	}
	if (aspect->key == REIN_KEY_ENDPOINT) {
		scratch.key = REIN_KEY_ENDPOINT;
		scratch.n_host_atoms = aspect->n_atoms;
		if (aspect->n_atoms)
			memcpy(scratch.host_atoms, aspect->atoms, 2u * aspect->n_atoms);
	}
}

static u32 run_program(u32 times)
{
	u8 packet[64] = { 0 };
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet),
		    .repeat = (int)times);

	must(!bpf_prog_test_run_opts(bpf.program, &options), "BPF_PROG_RUN");
	errno = 0;
	must(options.retval == 0, "the BPF core has no decision");
	return options.duration;
}

void rein_decide(const struct rein_image *image, const struct rein_run *run,
		 const struct rein_task *task, const struct rein_event *event,
		 struct rein_bits *bits, struct rein_verdict *verdict)
{
	static struct rein_bpf_run state;
	static struct rein_proc proc;
	const char *times = getenv("REIN_BPF_TIMES");
	u32 used = 0;

	(void)bits;
	if (!bpf.program)
		load_core();
	if (bpf.image != image->base)
		load_image(image);
	state.run = *run;
	proc.task = *task;
	memset(&scratch, 0, offsetof(struct rein_scratch, names));
	scratch.n_aspects = event->n_aspects;
	scratch.hosts_serial = image->header->crc32;
	for (u32 i = 0; i < event->n_aspects; i++)
		put_aspect(&event->aspects[i], &scratch.aspects[i], &used);
	put_argv(event);
	must(!bpf_map_update_elem(bpf.runs, &first, &state, BPF_ANY), "run");
	must(!bpf_map_update_elem(bpf.subjects, &first, &proc, BPF_ANY), "subject");
	must(!bpf_map_update_elem(bpf.scratches, &first, &scratch, BPF_ANY), "scratch");
	if (times)
		fprintf(stderr, "%u ns\n", run_program((u32)strtoul(times, NULL, 10)));
	/* The measured runs left a verdict behind: decide once more from the beginning. */
	must(!bpf_map_update_elem(bpf.scratches, &first, &scratch, BPF_ANY), "scratch");
	run_program(1);
	must(!bpf_map_lookup_elem(bpf.scratches, &first, &scratch), "verdict");
	*verdict = scratch.verdict;
}
