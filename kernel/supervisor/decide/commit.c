// SPDX-License-Identifier: Apache-2.0
/*
 * State after an operation. The core says what; here it is kept, told and passed on.
 */
#include "decide/commit.h"
#include "flow/endpoints.h"
#include "flow/objects.h"
#include "flow/spread.h"
#include "tell/budget.h"
#include "tell/gates.h"
#include "tell/report.h"

#define CARRIES_TO_OBJECT (REIN_OP(REIN_WRITE) | REIN_OP(REIN_CONNECT))

static void label_objects(struct act *act)
{
	for (u32 i = 0; i < act->event.n_aspects; i++) {
		u64 labels = act->verdict.object_labels[i];

		if (!labels)
			continue;
		if (act->known[i] && object_add(&act->objects[i], labels) &&
		    act->event.aspects[i].ops & CARRIES_TO_OBJECT)
			spread_object(&act->objects[i], act_target(act, i));
		if (act->endpoint.len)
			endpoint_add(act->endpoint, labels);
	}
}

void commit(struct act *act)
{
	struct rein_task gone = { 0 };
	struct rein_task *task = act->proc ? &act->proc->task : &gone;
	u64 labels = task->labels;
	struct rein_run before = engine.run;
	struct cause cause = {
		.op = main_op(act_ops(act)),
		.pid = act->proc ? act->proc->pid : 0,
		.target = act_target(act, 0),
	};

	rein_commit(&engine.run, task, &act->verdict);
	gates_changed(&before, act->verdict.opens, &cause);
	budget_spend(act_ops(act), &cause);
	if (!engine_flows())
		return;
	label_objects(act);
	if (act->proc && task->labels & ~labels) {
		report_label(act->proc->pid, task->labels & ~labels, &cause);
		spread_proc(act->proc);
	}
}

void commit_exit(struct proc *proc, int status)
{
	struct rein_run before = engine.run;
	struct cause cause = { .by = "exit", .pid = proc->pid, .target = bytes_of(proc->exe) };
	u64 opens[REIN_GATE_WORDS];

	if (proc->ended)
		return;
	proc->ended = true;
	rein_exit(&engine.image, &engine.run, &proc->task, status, opens);
	gates_changed(&before, NULL, &cause);
}
