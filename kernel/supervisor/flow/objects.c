// SPDX-License-Identifier: Apache-2.0
/*
 * An open-addressed table that doubles up to OBJECTS_MAX. Nothing is ever taken out of it while
 * there is room: a nameless file may still be open, and be linked to a name again. Near the end,
 * the nameless ones that no governed process has open are dropped.
 */
#include <stdlib.h>

#include "engine.h"
#include "flow/holders.h"
#include "flow/objects.h"

#define FIRST_SLOTS 1024
#define SPARE 64 /* room for what one commit may add */

struct object {
	struct file_id id;
	u64 labels; /* 0: the slot is free */
	bool nameless;
};

static struct object *slots;
static u32 n_slots;
static u32 n_objects;
static u32 n_nameless;

static u32 hash(const struct file_id *id)
{
	u64 mixed = (id->ino * 0x9e3779b97f4a7c15u) ^ (id->dev * 0xc2b2ae3d27d4eb4fu) ^ id->born;

	return (u32)(mixed ^ mixed >> 29);
}

static struct object *slot_of(struct object *table, u32 size, const struct file_id *id)
{
	u32 at = hash(id) & (size - 1);

	while (table[at].labels && !file_same(&table[at].id, id))
		at = (at + 1) & (size - 1);
	return &table[at];
}

u64 object_labels(const struct file_id *id)
{
	return n_objects ? slot_of(slots, n_slots, id)->labels : 0;
}

/* Moves what is kept into a table of `size` slots. */
static bool rebuild(u32 size, bool (*is_kept)(const struct object *object))
{
	struct object *table = calloc(size, sizeof(*table));

	if (!table)
		return false;
	n_objects = n_nameless = 0;
	for (u32 i = 0; i < n_slots; i++) {
		if (!slots[i].labels || !is_kept(&slots[i]))
			continue;
		*slot_of(table, size, &slots[i].id) = slots[i];
		n_objects++;
		n_nameless += slots[i].nameless;
	}
	free(slots);
	slots = table;
	n_slots = size;
	return true;
}

static bool keep_all(const struct object *object)
{
	(void)object;
	return true;
}

static bool is_reachable(const struct object *object)
{
	return !object->nameless || holders_have(&object->id);
}

/* Keeps the table at most half full. */
static void make_room(void)
{
	if (2 * (n_objects + SPARE) <= n_slots)
		return;
	if (n_nameless > n_objects / 4 && holders_collect())
		rebuild(n_slots, is_reachable);
	if (2 * (n_objects + SPARE) > n_slots && n_slots < 2 * OBJECTS_MAX)
		rebuild(n_slots ? 2 * n_slots : FIRST_SLOTS, keep_all);
}

bool objects_full(void)
{
	make_room();
	return 2 * (n_objects + SPARE) > n_slots;
}

bool object_add(const struct file_id *id, u64 labels)
{
	struct object *object;
	bool gained;

	if (!file_carries(id))
		return false;
	if (objects_full() && !object_labels(id)) {
		engine.counters.labels_dropped++;
		return false;
	}
	object = slot_of(slots, n_slots, id);
	if (!object->labels) {
		object->id = *id;
		n_objects++;
	}
	gained = labels & ~object->labels;
	object->labels |= labels;
	if (object->nameless) {
		object->nameless = false;
		n_nameless--;
	}
	return gained;
}

void object_nameless(const struct file_id *id)
{
	struct object *object = n_objects ? slot_of(slots, n_slots, id) : NULL;

	if (object && object->labels && !object->nameless) {
		object->nameless = true;
		n_nameless++;
	}
}
