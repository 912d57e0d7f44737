/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The maps. Everything of a run is reached through its slot number, which each governed process
 * carries in its group leader's storage: a process outside any run costs one failed look-up there.
 */
#ifndef REIN_MAPS_BPF_H
#define REIN_MAPS_BPF_H

#include "compat.bpf.h"
#include "shared.h"
#include "scratch.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct rein_proc);
} procs SEC(".maps");

/* The slot of a run, with the process that answers for it: when that ends, nobody does. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u32);
} engines SEC(".maps");

/* Shared memory with the engines, which change single words of theirs while hooks change others. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, REIN_RUNS_MAX);
	__type(key, u32);
	__type(value, struct rein_bpf_run);
} runs SEC(".maps");

struct rein_policy_map {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_INNER_MAP);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(u32));
	__uint(value_size, REIN_CHUNK_BYTES);
};

/* A policy is swapped by one update of its slot: a decision sees the old one or the new one. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, REIN_RUNS_MAX);
	__type(key, u32);
	__array(values, struct rein_policy_map);
} policies SEC(".maps");

struct rein_ring_map {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, REIN_RING_BYTES);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, REIN_RUNS_MAX);
	__type(key, u32);
	__array(values, struct rein_ring_map);
} rings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REIN_FILE_LABELS_MAX);
	__type(key, struct rein_file_key);
	__type(value, u64);
} file_labels SEC(".maps");

/* One word: the runs that have an entry in file_labels. Shared with the engines, which take a bit
 * out when a slot is used again. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} labelled_runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REIN_HOLDS_MAX);
	__type(key, struct rein_hold_key);
	__type(value, struct rein_hold);
} holds SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REIN_HOSTS_MAX);
	__type(key, struct rein_host_key);
	__type(value, struct rein_host);
} hosts SEC(".maps");

/* `#!` scripts on their way to their interpreter, with the thread that runs them. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct rein_scripts);
} scripts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, REIN_SCRATCHES);
	__type(key, u32);
	__type(value, struct rein_scratch);
} scratches SEC(".maps");

#endif
