// SPDX-License-Identifier: Apache-2.0
/*
 * They are labelled when somebody who has them open gains a label (spread.c). One that is made
 * afterwards is first met here, when another process opens it through /proc/PID/fd.
 */
#include <sys/stat.h>

#include "flow/holders.h"
#include "flow/nameless.h"

struct knowing {
	const struct file_id *id;
	struct proc *proc;
	u64 labels;
};

static void gather(const struct holding *holding, void *ctx)
{
	struct knowing *knowing = ctx;

	if (file_same(&holding->id, knowing->id))
		knowing->labels |= knowing->proc->task.labels;
}

static bool ask(struct proc *proc, void *ctx)
{
	struct knowing *knowing = ctx;

	knowing->proc = proc;
	if (!proc->ended && proc->task.labels & engine.image.header->flow_labels)
		holdings_each(proc, gather, knowing);
	return true;
}

u64 nameless_labels(const struct file_facts *facts)
{
	struct knowing knowing = { .id = &facts->id };

	if (!engine_flows() ||
	    !(S_ISFIFO(facts->mode) || (S_ISREG(facts->mode) && !facts->links)))
		return 0;
	procs_each(ask, &knowing);
	return knowing.labels & engine.image.header->flow_labels;
}
