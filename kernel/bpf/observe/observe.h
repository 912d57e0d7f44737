/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the `observe` tier needs of its host beyond what all the kernel tiers do: a table of system
 * calls for its programs, a cgroup for each run, and an end when there is no run.
 */
#ifndef REIN_OBSERVE_H
#define REIN_OBSERVE_H

#include "bpf/host/run.h"
#include "bpf/observe/calls.h"

struct bpf_object;
struct checks;

#define OBSERVE_UNIX_CONNECT 49 /* BPF_CGROUP_UNIX_CONNECT and _SENDMSG, of Linux 6.7 */
#define OBSERVE_UNIX_SENDMSG 50

void observe_before_load(struct bpf_object *object);
int observe_after_load(struct bpf_object *object);

/* Attaches the programs, unless an earlier run has, and makes the cgroup of this run. All of it is
 * pinned: it goes on refusing and killing when the engine is gone. What runs left behind whose
 * engine and keeper were both killed is removed. Under the lock of runs. -errno. */
int observe_open(const struct run *run);

/* Whether there is a place for the cgroups of runs. */
bool observe_has_cgroups(void);

/* Two things that must happen; adds what did. The run has no policy yet. */
void observe_self_test(const struct run *run, struct checks *checks);

/* Moves a process into the cgroup. -errno. */
int observe_enter(const struct run *run, pid_t pid);

/* Waits until the cgroup is empty and removes it. */
void observe_leave(const struct run *run);

/* Detaches the programs unless another run is alive. Under the lock of runs. */
void observe_close(const struct run *run);

/* ---- Between its files ---- */
int cgroup_open(const struct run *run);
void cgroup_sweep(const struct run *run);

#endif
