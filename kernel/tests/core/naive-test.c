/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random images and events, decided twice: by the core, and by going through all rows one after the
 * other with every atom's truth in a table. No index, no sparse sets, no automata.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

#define IMAGES 200
#define EVENTS 100
#define ROWS 60
#define NAMES 16
#define ARGS 8
#define ATOMS_USED 576

enum truth { NO, YES, UNKNOWN };

struct model {
	struct row rows[ROWS];
	u32 effects[ROWS]; /* of clause i */
	u32 n_clauses;
	u16 name_atoms[NAMES]; /* bit i: PATTERN(i) */
};

struct outcome {
	u64 object, add, drop, lineage, labels;
	u32 effect, decisive;
	u8 matched[ROWS];
	u64 opens, closes, exits, standing;
};

static u64 random_state;

static u32 below(u32 limit)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return (u32)((random_state >> 33) % limit);
}

static u16 random_literal(void)
{
	const u16 atoms[] = { (u16)LABEL(below(8)), (u16)GATE(below(8)), (u16)LINEAGE(below(8)),
			      (u16)ARG(below(ARGS)), (u16)PATTERN(below(16)),
			      (u16)(1 + below(REIN_OPS - 1)), (u16)STANDING(below(8)) };
	u16 atom = atoms[below(7)];

	return below(3) ? atom : (u16)NOT(atom);
}

static struct row random_row(struct model *model)
{
	struct row row = { .ops = (u16)(1 + below(REIN_OP(REIN_OPS) - 1)),
			   .flags = below(2) ? REIN_ROW_ASSUME : 0 };

	row.action = below(2) ? REIN_ACT_RULE : (u8)below(REIN_ACT_STANDING_RULE + 1);
	row.operand = (u16)below(8);
	if (row.action == REIN_ACT_RULE || row.action == REIN_ACT_STANDING_RULE) {
		row.owner = model->n_clauses && below(3) == 0 ? below(model->n_clauses)
							      : model->n_clauses;
		if (row.owner == model->n_clauses)
			model->effects[model->n_clauses++] = 1 + below(REIN_KILL);
		row.operand = (u16)model->effects[row.owner];
		if (row.action == REIN_ACT_STANDING_RULE)
			row.ops = READ;
	} else if (row.action == REIN_ACT_ADD_LABEL && below(2)) {
		row.flags |= REIN_ROW_OBJECT;
	} else if (row.action != REIN_ACT_GATE_OPEN && row.action != REIN_ACT_GATE_CLOSE) {
		row.ops = EXEC_ONLY;
	}
	for (u32 i = below(4); i; i--)
		row.literals[i - 1] = random_literal();
	if (row.action == REIN_ACT_STANDING_RULE)
		row.literals[0] = (u16)STANDING(below(8));
	return row;
}

static void random_image(struct world *world, struct model *model)
{
	*model = (struct model){ 0 };
	for (u32 i = 0; i < NAMES; i++) {
		char name[] = { '/', (char)('a' + i), 0 };

		for (u32 bit = 0; bit < 16; bit++) {
			if (below(4) == 0) {
				model->name_atoms[i] |= (u16)(1 << bit);
				builder_name(&world->builder, REIN_PATH, name, (u16)PATTERN(bit));
			}
		}
	}
	for (u32 i = 0; i < ARGS; i++) {
		char name[] = { (char)('a' + i), 0 };

		builder_name(&world->builder, REIN_ARG, name, (u16)ARG(i));
		builder_exit(&world->builder, (u16)i, 0);
	}
	for (u32 i = 0; i < ROWS; i++)
		model->rows[i] = random_row(model);
	for (u32 i = 0; i < model->n_clauses; i++)
		builder_clause(&world->builder, model->effects[i]);
	for (u32 i = 0; i < ROWS; i++)
		builder_row(&world->builder, model->rows[i]);
}

static int holds(const struct row *row, u16 ops, const enum truth *truths)
{
	if (!(row->ops & ops))
		return 0;
	for (u32 i = 0; row->literals[i]; i++) {
		enum truth truth = truths[row->literals[i] & ~REIN_NEGATED];
		int wanted = !(row->literals[i] & REIN_NEGATED);

		if (truth == UNKNOWN ? !(row->flags & REIN_ROW_ASSUME) : (int)truth != wanted)
			return 0;
	}
	return 1;
}

static void fire(const struct row *row, struct outcome *outcome)
{
	u64 bit = 1ull << row->operand;

	switch ((enum rein_action)row->action) {
	case REIN_ACT_ADD_LABEL:
		*(row->flags & REIN_ROW_OBJECT ? &outcome->object : &outcome->add) |= bit;
		break;
	case REIN_ACT_DROP_LABEL:
		outcome->drop |= bit;
		break;
	case REIN_ACT_LINEAGE:
		outcome->lineage |= bit;
		break;
	case REIN_ACT_RULE:
	case REIN_ACT_STANDING_RULE:
		outcome->matched[row->owner] = 1;
		break;
	case REIN_ACT_GATE_OPEN:
		outcome->opens |= bit;
		break;
	case REIN_ACT_GATE_CLOSE:
		outcome->closes |= bit;
		break;
	case REIN_ACT_ARM_EXIT:
		outcome->exits |= bit;
		break;
	case REIN_ACT_STAND:
		outcome->standing |= bit;
		break;
	}
}

static void put(enum truth *truths, u32 atom, u64 word)
{
	for (u32 i = 0; i < 64; i++)
		truths[atom + i] = word >> i & 1 ? YES : NO;
}

/* Whether some standing row of the clause holds. */
static int stands(const struct model *model, u32 clause, const enum truth *truths)
{
	for (u32 i = 0; i < ROWS; i++) {
		if (model->rows[i].action == REIN_ACT_STANDING_RULE &&
		    model->rows[i].owner == clause && holds(&model->rows[i], READ, truths))
			return 1;
	}
	return 0;
}

/* What fires because the labels have changed. */
static void fire_standing(const struct world *world, const struct model *model,
			  struct outcome *outcome, enum truth *truths)
{
	u8 before[ROWS];

	put(truths, STANDING(0), world->task.standing[0]);
	put(truths, LABEL(0), world->task.labels);
	for (u32 i = 0; i < model->n_clauses; i++)
		before[i] = (u8)stands(model, i, truths);
	put(truths, LABEL(0), outcome->labels);
	for (u32 i = 0; i < model->n_clauses; i++)
		outcome->matched[i] |= (u8)(!before[i] && stands(model, i, truths));
}

/* Labels 0 and 1 are built in: no object has them and nothing drops them. */
static struct outcome naive(const struct world *world, const struct model *model,
			    const struct rein_aspect *aspect, enum truth *truths)
{
	const struct rein_task *task = &world->task;
	struct outcome outcome = { 0 };
	u16 reading = EXEC | RECV;

	for (u32 i = 0; i < ROWS; i++) {
		if (model->rows[i].action >= REIN_ACT_ADD_LABEL &&
		    model->rows[i].action <= REIN_ACT_LINEAGE &&
		    holds(&model->rows[i], aspect->ops, truths))
			fire(&model->rows[i], &outcome);
	}
	outcome.object &= ~3ull;
	outcome.drop &= ~3ull;
	outcome.labels = task->labels | outcome.add;
	if (aspect->ops & reading)
		outcome.labels |= (aspect->labels | outcome.object) & ~task->shield;
	outcome.labels &= ~outcome.drop;
	outcome.lineage |= task->lineage[0];
	put(truths, LABEL(0), outcome.labels);
	put(truths, LINEAGE(0), outcome.lineage);
	for (u32 i = 0; i < ROWS; i++) {
		if ((model->rows[i].action == REIN_ACT_RULE ||
		     model->rows[i].action > REIN_ACT_LINEAGE) &&
		    model->rows[i].action != REIN_ACT_STANDING_RULE &&
		    holds(&model->rows[i], aspect->ops, truths))
			fire(&model->rows[i], &outcome);
	}
	if (!(aspect->ops & EXEC_ONLY) && outcome.labels & ~task->labels)
		fire_standing(world, model, &outcome, truths);
	for (u32 i = model->n_clauses; i; i--) {
		if (outcome.matched[i - 1] && model->effects[i - 1] >= outcome.effect) {
			outcome.effect = model->effects[i - 1];
			outcome.decisive = i - 1;
		}
	}
	return outcome;
}

static void compare(const struct world *world, const struct model *model,
		    const struct rein_aspect *aspect, const struct outcome *outcome)
{
	const struct rein_verdict *verdict = &world->verdict;
	u32 n = 0;

	CHECK_EQ(verdict->effect, outcome->effect);
	CHECK_EQ(verdict->decisive, outcome->decisive);
	for (u32 i = 0; i < model->n_clauses; i++) {
		if (outcome->matched[i] && n++ < REIN_MATCHES_MAX)
			CHECK_EQ(verdict->matches[n - 1], i);
	}
	CHECK_EQ(verdict->n_matches + verdict->n_more, n);
	CHECK_EQ(verdict->next.labels, outcome->labels);
	CHECK_EQ(verdict->next.shield, world->task.shield | outcome->drop);
	CHECK_EQ(verdict->next.lineage[0], outcome->lineage);
	CHECK_EQ(verdict->next.exits[0], world->task.exits[0] | outcome->exits);
	CHECK_EQ(verdict->next.standing[0],
		 aspect->ops & EXEC_ONLY ? outcome->standing : world->task.standing[0]);
	CHECK_EQ(verdict->opens[0], outcome->opens);
	CHECK_EQ(verdict->closes[0], outcome->closes);
	CHECK_EQ(verdict->object_labels[0],
		 outcome->object |
			 (aspect->ops & (WRITE | CONNECT) ? outcome->labels & ~3ull : 0));
}

static void random_event(struct world *world, const struct model *model)
{
	enum truth truths[ATOMS_USED] = { NO };
	u32 name = below(NAMES), n_args = below(4);
	char file[] = { '/', (char)('a' + name), 0 }, argv[16] = "x";
	struct rein_event event = { .n_aspects = 1,
				    .args_truncated = below(4) == 0,
				    .args = { (const u8 *)argv, 2 } };
	struct rein_aspect *aspect = &event.aspects[0];
	struct outcome outcome;

	*aspect = path((u16)(1 + below(REIN_OP(REIN_OPS) - 1)), file);
	aspect->labels = (u64)below(64) << 2;
	world->task.labels = 3 | (u64)below(64) << 2;
	world->task.shield = (u64)(below(64) & below(64)) << 2;
	world->task.lineage[0] = below(256) & below(256);
	world->task.standing[0] = below(256);
	world->run.gates[0] = below(256);
	for (u32 i = 0; i < REIN_OPS; i++)
		truths[i] = aspect->ops >> i & 1 ? YES : NO;
	put(truths, LABEL(0), world->task.labels);
	put(truths, LINEAGE(0), world->task.lineage[0]);
	put(truths, GATE(0), world->run.gates[0]);
	put(truths, PATTERN(0), model->name_atoms[name]);
	for (u32 i = 0; i < 64 && aspect->ops & EXEC_ONLY && event.args_truncated; i++)
		truths[ARG(i)] = UNKNOWN;
	for (u32 i = 0; i < n_args; i++) {
		u32 arg = below(ARGS);

		argv[event.args.len] = (char)('a' + arg);
		argv[event.args.len + 1] = 0;
		event.args.len += 2;
		if (aspect->ops & EXEC_ONLY)
			truths[ARG(arg)] = YES;
	}
	outcome = naive(world, model, aspect, truths);
	ask(world, &event);
	compare(world, model, aspect, &outcome);
}

TEST(naive_evaluation_of_all_rows_agrees)
{
	random_state = 7;
	for (u32 i = 0; i < IMAGES; i++) {
		struct world *world = world_new();
		struct model model;

		random_image(world, &model);
		world_open(world);
		for (u32 j = 0; j < EVENTS; j++)
			random_event(world, &model);
		world_free(world);
	}
}
