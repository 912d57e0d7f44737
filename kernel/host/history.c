// SPDX-License-Identifier: Apache-2.0
/*
 * A ring, in which a number has the same place always.
 */
#include "history.h"

#include <stdlib.h>

#define FIRST 1

static struct policy kept[HISTORY_MAX];
static u32 newest;

void history_open(void)
{
	newest = FIRST;
	kept[newest] = (struct policy){ .image = engine.image, .clause_ops = engine.clause_ops };
}

u32 history_newest(void)
{
	return newest;
}

u32 history_oldest(void)
{
	return newest < HISTORY_MAX ? 0 : newest - HISTORY_MAX + 1;
}

void history_add(const struct policy *next)
{
	u32 oldest = history_oldest();
	struct policy *place = &kept[(newest + 1) % HISTORY_MAX];

	if (oldest > FIRST) /* whose blob is not of the heap */
		free((void *)place->image.base);
	if (oldest)
		policy_free(place);
	*place = *next;
	newest++;
	policy_use(place);
}

void history_use(u32 number)
{
	if (number > newest || number + HISTORY_MAX <= newest)
		number = newest;
	policy_use(&kept[number % HISTORY_MAX]);
}
