// SPDX-License-Identifier: Apache-2.0
/*
 * Folder entries.
 */
#include <string.h>
#include <sys/stat.h>

#include "files/entry.h"
#include "files/real-name.h"

int entry_take(struct act *act, u32 i, int dirfd, u64 path)
{
	struct start start;
	int error;
	const char *text = resolve_argument(act, path, &error);

	if (!text)
		return error;
	error = resolve_start(act, dirfd, text, &start);
	return error ? error : resolve_parent(act, &start, text, 0, i);
}

bool entry_is_dots(const struct act *act, u32 i)
{
	const char *name = act->name[i];
	size_t len = strcspn(name, "/");

	return (len == 1 && name[0] == '.') || (len == 2 && name[0] == '.' && name[1] == '.');
}

bool entry_is_folder(const struct act *act, u32 i)
{
	struct file_facts facts;

	return file_facts_at(act->folder[i], act->name[i], &facts) == 0 && S_ISDIR(facts.mode);
}

int entry_missing(const struct act *act, u32 i)
{
	struct file_facts facts;

	return act->known[i] ? 0 : file_facts_at(act->folder[i], act->name[i], &facts);
}

bool entry_is_root(const struct act *act, u32 i)
{
	return act->name[i] == resolve_root;
}

int entry_aspect(struct act *act, u32 i, u16 ops)
{
	struct rein_aspect *aspect = act_aspect(act, ops, REIN_KEY_PATH);
	struct file_facts facts;
	struct rein_bytes name;
	int error = real_name_at(act, i, &name);

	if (error)
		return error;
	aspect_name(aspect, name);
	if (file_facts_at(act->folder[i], act->name[i], &facts) == 0) {
		act_object(act, i, &facts.id);
		act->number[i] = facts.links;
	}
	return 0;
}
