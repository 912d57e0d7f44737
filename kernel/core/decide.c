/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One decision: every object that the event touches, each asked against the state before the event
 * plus what that object itself brings.
 */
#include "args.h"
#include "aspect.h"

struct naming {
	const struct rein_image *image;
	const struct rein_aspect *aspect;
	struct rein_bits *bits;
};

REIN_INLINE int put_name(u32 i, struct naming *naming)
{
	const struct rein_aspect *aspect = naming->aspect;

	if (aspect->key == REIN_KEY_PATH) {
		rein_match(naming->image, REIN_PATH, aspect->names[i], naming->bits);
		if (aspect->tree)
			rein_match(naming->image, REIN_TREE, aspect->names[i], naming->bits);
	} else {
		rein_match(naming->image, REIN_ENDPOINT, aspect->names[i], naming->bits);
	}
	return 0;
}

REIN_INLINE int put_host_atom(u32 i, struct naming *naming)
{
	rein_bits_set(naming->bits, naming->aspect->atoms[i]);
	return 0;
}

/* Says the atoms of patterns. Where no row asks about the operations no pattern matters. */
static void put_patterns(const struct rein_image *image, const struct rein_event *event,
			 const struct rein_aspect *aspect, struct rein_bits *bits)
{
	struct naming naming = { image, aspect, bits };

	if (!(aspect->ops & image->header->ops_concerned))
		return;
	REIN_LOOP(rein_least(aspect->n_names, REIN_NAMES_MAX), put_name, &naming);
	if (aspect->key == REIN_KEY_ENDPOINT)
		REIN_LOOP(rein_least(aspect->n_atoms, REIN_ATOMS_MAX), put_host_atom, &naming);
	if (aspect->ops & REIN_OP(REIN_EXEC) && image->header->arg_atoms)
		rein_match_args(image, event, bits);
}

void rein_decide(const struct rein_image *image, const struct rein_run *run,
		 const struct rein_task *task, const struct rein_event *event,
		 struct rein_bits *bits, struct rein_verdict *verdict)
{
	u16 ops[2] = { 0, 0 };

	rein_verdict_begin(task, bits, verdict);
	for (u32 i = 0; i < 2 && i < event->n_aspects; i++) {
		const struct rein_aspect *aspect = &event->aspects[i];
		struct rein_gain gain = { 0 };
		struct rein_asking asking = {
			.image = image,
			.bits = bits,
			.gain = &gain,
			.verdict = verdict,
			.ops = aspect->ops & REIN_ALL_OPS,
			.args_unknown = aspect->ops & REIN_OP(REIN_EXEC) &&
					rein_args_truncated(event),
		};

		ops[i] = asking.ops;
		rein_aspect_begin(image, run, task, asking.ops, bits);
		put_patterns(image, event, aspect, bits);
		verdict->object_labels[i] = rein_aspect_end(&asking, task, aspect->labels);
	}
	rein_verdict_end(image, bits, ops, verdict);
}

void rein_decide_gain(const struct rein_image *image, const struct rein_run *run,
		      const struct rein_task *task, u64 labels, struct rein_bits *bits,
		      struct rein_verdict *verdict)
{
	const u16 ops[2] = { REIN_OP(REIN_READ), 0 };
	struct rein_gain gain = { 0 };
	const struct rein_asking asking = {
		.image = image,
		.bits = bits,
		.gain = &gain,
		.verdict = verdict,
		.ops = ops[0],
	};

	rein_verdict_begin(task, bits, verdict);
	rein_aspect_begin(image, run, task, asking.ops, bits);
	verdict->next.labels |= labels & ~task->shield;
	rein_ask_standing(&asking, task, verdict->next.labels);
	rein_verdict_end(image, bits, ops, verdict);
}
