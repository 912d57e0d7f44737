// SPDX-License-Identifier: Apache-2.0
/*
 * A table of fixed size: a run that talks to more places than that while it carries labels is
 * refused the next one.
 */
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "flow/endpoints.h"

#define SLOTS (2 * ENDPOINTS_MAX)

struct known {
	u64 labels; /* 0: the slot is free */
	u16 len;
	u8 key[ENDPOINT_KEY_MAX];
};

static struct known *slots;
static u32 n_known;

static struct known *slot_of(struct rein_bytes key)
{
	u64 hash = 0xcbf29ce484222325u;

	for (u32 i = 0; i < key.len; i++)
		hash = (hash ^ key.at[i]) * 0x100000001b3u;
	for (u32 i = 0; i < SLOTS; i++) {
		struct known *slot = &slots[(hash + i) % SLOTS];

		if (!slot->labels || (slot->len == key.len && !memcmp(slot->key, key.at, key.len)))
			return slot;
	}
	return NULL;
}

/* A path too long for a slot is told from others by its end, which holds its name. */
static struct rein_bytes bounded(struct rein_bytes key)
{
	if (key.len <= ENDPOINT_KEY_MAX)
		return key;
	return (struct rein_bytes){ key.at + key.len - ENDPOINT_KEY_MAX, ENDPOINT_KEY_MAX };
}

u64 endpoint_labels(struct rein_bytes key)
{
	struct known *slot = slots ? slot_of(bounded(key)) : NULL;

	return slot ? slot->labels : 0;
}

bool endpoints_full(void)
{
	return n_known >= ENDPOINTS_MAX - 1;
}

void endpoint_add(struct rein_bytes key, u64 labels)
{
	struct rein_bytes kept = bounded(key);
	struct known *slot;

	if (!slots)
		slots = calloc(SLOTS, sizeof(*slots));
	slot = slots ? slot_of(kept) : NULL;
	if (!slot || (!slot->labels && n_known >= ENDPOINTS_MAX)) {
		engine.counters.labels_dropped++;
		return;
	}
	if (!slot->labels) {
		slot->len = (u16)kept.len;
		memcpy(slot->key, kept.at, kept.len);
		n_known++;
	}
	slot->labels |= labels;
}
