// SPDX-License-Identifier: Apache-2.0
/*
 * A worklist of processes that gained something. It ends: a process is on it at most once per label
 * it gains, and labels are only added.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "decide/late.h"
#include "flow/holders.h"
#include "flow/objects.h"
#include "flow/peers.h"
#include "flow/sockets.h"
#include "flow/spread.h"
#include "tell/report.h"

static pid_t waiting[SPREAD_MAX];
static u32 n_waiting;
static bool running;

static void put(pid_t pid)
{
	for (u32 i = 0; i < n_waiting; i++) {
		if (waiting[i] == pid)
			return;
	}
	if (n_waiting < SPREAD_MAX)
		waiting[n_waiting++] = pid;
	else
		engine.counters.labels_dropped++;
}

struct reading {
	struct proc *proc;
	const struct file_id *id;
	struct rein_bytes name;
	u64 labels;
};

static void gain_if_reads(const struct holding *holding, void *ctx)
{
	struct reading *reading = ctx;
	struct proc *proc = reading->proc;
	u64 gained = reading->labels & ~proc->task.labels & ~proc->task.shield;
	struct cause cause = { .op = REIN_READ, .pid = proc->pid, .target = reading->name };

	if (!holding->reads || !gained || !file_same(&holding->id, reading->id))
		return;
	late_gain(proc, gained, reading->name);
	proc->task.labels |= gained;
	report_label(proc->pid, gained, &cause);
	put(proc->pid);
}

static bool offer(struct proc *proc, void *ctx)
{
	struct reading *reading = ctx;

	reading->proc = proc;
	if (!proc->ended && reading->labels & ~proc->task.labels & ~proc->task.shield)
		holdings_each(proc, gain_if_reads, reading);
	return true;
}

static void to_readers(const struct file_id *id, struct rein_bytes name)
{
	struct reading reading = { .id = id, .name = name, .labels = object_labels(id) };

	procs_each(offer, &reading);
}

static void label_and_pass_on(const struct file_id *id, u64 labels, const char *kind)
{
	char name[48];

	if (!object_add(id, labels))
		return;
	snprintf(name, sizeof(name), "%s:[%llu]", kind, (unsigned long long)id->ino);
	to_readers(id, bytes_of(name));
}

static void label_if_written(const struct holding *holding, void *ctx)
{
	struct proc *proc = ctx;
	u64 labels = proc->task.labels & engine.image.header->flow_labels;
	struct file_id id = holding->id;

	if (!holding->writes)
		return;
	if (S_ISFIFO(holding->mode)) {
		label_and_pass_on(&id, labels, "pipe");
	} else if (S_ISREG(holding->mode)) {
		label_and_pass_on(&id, labels, "file");
	} else if (S_ISSOCK(holding->mode)) {
		id.ino = peers_of(id.ino);
		if (id.ino)
			label_and_pass_on(&id, labels, "socket");
	}
}

static void run(void)
{
	if (running)
		return;
	running = true;
	if (!peers_collect())
		engine.counters.labels_dropped++;
	while (n_waiting) {
		struct proc *proc = proc_find(waiting[--n_waiting]);

		if (!proc || proc->ended)
			continue;
		holdings_each(proc, label_if_written, proc);
		sockets_recheck(proc);
	}
	running = false;
}

void spread_proc(struct proc *proc)
{
	put(proc->pid);
	run();
}

void spread_object(const struct file_id *id, struct rein_bytes name)
{
	to_readers(id, name);
	run();
}
