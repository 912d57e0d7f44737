// SPDX-License-Identifier: Apache-2.0
/*
 * A worklist of processes that gained something. It ends: a process is on it at most once per label
 * it gains, and labels are only added.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "decide/late.h"
#include "flow/holders.h"
#include "flow/mappings.h"
#include "flow/objects.h"
#include "flow/peers.h"
#include "flow/sockets.h"
#include "flow/spread.h"
#include "tell/report.h"

static struct proc *waiting; /* by proc->spreads; none is forgotten while we run */
static bool running;

static void put(struct proc *proc)
{
	if (proc->waits_to_spread)
		return;
	proc->waits_to_spread = true;
	proc->spreads = waiting;
	waiting = proc;
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
	put(proc);
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

static void label_and_pass_on(struct proc *proc, const struct file_id *id, const char *kind)
{
	u64 labels = proc->task.labels & engine.image.header->flow_labels;
	char name[48];

	/* What it writes there would be known to nobody. */
	if (objects_full() && !object_labels(id))
		kill(proc->pid, SIGKILL);
	if (!object_add(id, labels))
		return;
	snprintf(name, sizeof(name), "%s:[%llu]", kind, (unsigned long long)id->ino);
	to_readers(id, bytes_of(name));
}

static void label_if_written(const struct holding *holding, void *ctx)
{
	struct file_id id = holding->id;

	if (!holding->writes)
		return;
	if (S_ISFIFO(holding->mode)) {
		label_and_pass_on(ctx, &id, "pipe");
	} else if (S_ISREG(holding->mode)) {
		label_and_pass_on(ctx, &id, "file");
	} else if (S_ISSOCK(holding->mode)) {
		id.ino = peers_of(id.ino);
		if (id.ino)
			label_and_pass_on(ctx, &id, "socket");
	}
}

static void run(void)
{
	if (running)
		return;
	running = true;
	if (!peers_collect())
		engine.counters.labels_dropped++;
	while (waiting) {
		struct proc *proc = waiting;

		waiting = proc->spreads;
		proc->waits_to_spread = false;
		if (proc->ended)
			continue;
		holdings_each(proc, label_if_written, proc);
		mappings_each(proc, label_if_written, proc);
		sockets_recheck(proc);
	}
	running = false;
}

void spread_proc(struct proc *proc)
{
	put(proc);
	run();
}

void spread_object(const struct file_id *id, struct rein_bytes name)
{
	to_readers(id, name);
	run();
}
