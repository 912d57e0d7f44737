// SPDX-License-Identifier: Apache-2.0
/*
 * Strings that end with a NUL each: cwd, program, then those of argv and of the environment.
 */
#include <stdlib.h>
#include <string.h>

#include "starter/order.h"

bool order_read(char *at, u32 bytes, struct order *order)
{
	u32 counts[3];
	u32 n = 0;
	char *next = at + sizeof(counts);
	char *end = at + bytes;
	char **words;

	if (bytes < sizeof(counts) || (bytes > sizeof(counts) && end[-1]))
		return false;
	memcpy(counts, at, sizeof(counts));
	order->id = counts[0];
	if (!order->id || counts[1] > bytes || counts[2] > bytes)
		return false;
	words = calloc(counts[1] + counts[2] + 4, sizeof(*words));
	if (!words)
		return false;
	order->argv = words + 2;
	order->env = order->argv + counts[1] + 1;
	for (; next < end; next += strlen(next) + 1, n++) {
		if (n == counts[1] + counts[2] + 2)
			break;
		words[n < counts[1] + 2 ? n : n + 1] = next;
	}
	order->cwd = words[0];
	order->program = words[1];
	return next == end && n == counts[1] + counts[2] + 2;
}

void order_free(struct order *order)
{
	free(order->argv - 2);
}
