// SPDX-License-Identifier: Apache-2.0
/*
 * /proc/PID/maps gives inode and name. The birth time, by which a file is known, only the file
 * itself gives; that it is still the one is seen by its inode.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "flow/mappings.h"

/* The one byte that is escaped in a name there. */
static void unescape(char *name)
{
	for (char *at = name; (at = strstr(at, "\\012")); at++) {
		*at = '\n';
		memmove(at + 1, at + 4, strlen(at + 4) + 1);
	}
}

/* 7f…-7f… rw-s 00000000 fe:01 1234    /name */
static bool read_line(char *line, struct holding *holding)
{
	unsigned long long ino = 0;
	char rights[5] = "";
	struct file_facts facts;
	int name = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%*s %4s %*s %*s %llu %n", rights, &ino, &name) < 2 || !name)
		return false;
	if (rights[1] != 'w' || rights[3] != 's' || !ino || line[name] != '/')
		return false;
	unescape(line + name);
	if (file_facts_of(line + name, &facts) || facts.id.ino != ino)
		return false;
	*holding = (struct holding){
		.fd = -1,
		.id = facts.id,
		.mode = facts.mode,
		.links = facts.links,
		.reads = rights[0] == 'r',
		.writes = true,
	};
	return true;
}

void mappings_each(struct proc *proc, void (*visit)(const struct holding *holding, void *ctx),
		   void *ctx)
{
	struct holding holding;
	char path[32];
	char *line = NULL;
	size_t size = 0;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", proc->pid);
	maps = fopen(path, "re");
	while (maps && getline(&line, &size, maps) > 0) {
		if (read_line(line, &holding))
			visit(&holding, ctx);
	}
	free(line);
	if (maps)
		fclose(maps);
}
