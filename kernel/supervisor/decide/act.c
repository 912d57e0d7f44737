// SPDX-License-Identifier: Apache-2.0
/*
 * Acts come from a list of used ones, so that the pages under their text stay warm. Their number is
 * bounded by the holds, the errands and the threads inside execve.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decide/act.h"

static struct act *spare;

struct act *act_take(void)
{
	struct act *act = spare;

	if (act)
		spare = act->next;
	else
		act = malloc(sizeof(*act));
	if (!act)
		return NULL;
	memset(act, 0, offsetof(struct act, verdict));
	act->text_used = 0;
	act->fd = -1;
	return act;
}

void act_release(struct act *act)
{
	if (act->cleanup)
		act->cleanup(act);
	for (u32 i = 0; i < act->n_fds; i++)
		close(act->fds[i]);
	free(act->data);
	act->next = spare;
	spare = act;
}

char *act_text(struct act *act, u32 bytes)
{
	char *at = act->text + act->text_used;

	if (bytes > ACT_TEXT - act->text_used)
		return NULL;
	act->text_used += bytes;
	return at;
}

const char *act_copy(struct act *act, const char *at, u32 bytes)
{
	char *copy = act_text(act, bytes + 1);

	if (!copy)
		return NULL;
	memcpy(copy, at, bytes);
	copy[bytes] = '\0';
	return copy;
}

int act_holds(struct act *act, int fd)
{
	if (fd < 0)
		return fd;
	if (act->n_fds == ACT_FDS) {
		close(fd);
		return -EMFILE;
	}
	act->fds[act->n_fds++] = fd;
	return fd;
}

struct rein_aspect *act_aspect(struct act *act, u16 ops, enum rein_key key)
{
	struct rein_aspect *aspect = &act->event.aspects[act->event.n_aspects++];

	*aspect = (struct rein_aspect){ .ops = ops, .key = (u8)key };
	return aspect;
}

void aspect_name(struct rein_aspect *aspect, struct rein_bytes name)
{
	if (aspect->n_names < REIN_NAMES_MAX)
		aspect->names[aspect->n_names++] = name;
}

void act_object(struct act *act, u32 i, const struct file_id *id)
{
	act->objects[i] = *id;
	act->known[i] = true;
}
