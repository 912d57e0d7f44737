// SPDX-License-Identifier: Apache-2.0
/*
 * Finding programs. Every name counts: `exec "/usr/bin/vi"` means the link, `exec "vim.basic"` the
 * file that it leads to.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exec/program.h"
#include "files/normal.h"
#include "files/real-name.h"
#include "flow/nameless.h"
#include "flow/objects.h"

#define PLAIN 512

static int add_name(struct act *act, struct rein_bytes name)
{
	struct rein_aspect *aspect = &act->event.aspects[0];

	for (u32 i = 0; i < aspect->n_names; i++) {
		if (aspect->names[i].len == name.len &&
		    !memcmp(aspect->names[i].at, name.at, name.len))
			return 0;
	}
	if (aspect->n_names == REIN_NAMES_MAX)
		return -ELOOP;
	aspect_name(aspect, name);
	return 0;
}

static int add_file(struct act *act, struct program *program)
{
	struct rein_aspect *aspect = &act->event.aspects[0];

	if (engine_flows())
		aspect->labels |= object_labels(&program->facts.id) |
				  nameless_labels(&program->facts);
	return add_name(act, program->name);
}

/* The path as it was called, made absolute by its letters alone. */
static int add_called(struct act *act, const struct start *start, const char *path)
{
	struct rein_bytes folder = { 0 };
	struct rein_bytes name;
	int error = 0;

	if (start->absolute)
		path = start->absolute;
	else if (path[0] != '/')
		error = real_name(act, start->folder, &folder);
	if (!error)
		error = normal_name(act, folder, path, &name);
	return error ? error : add_name(act, name);
}

/* The links that the last component goes through, one after the other, each by its real folder. */
static int add_links(struct act *act, const struct start *start, const char *path)
{
	struct start from = *start;
	char text[REIN_PATH_MAX];

	for (u32 i = 0; i < SYMLINKS_MAX; i++) {
		int error = resolve_parent(act, &from, path, 0, 0);
		struct rein_bytes name;
		ssize_t len;

		if (!error)
			error = real_name_at(act, 0, &name);
		if (!error)
			error = add_name(act, name);
		if (error)
			return error;
		len = readlinkat(act->folder[0], act->name[0], text, sizeof(text));
		if (len < 0)
			return 0; /* it is no link: the file */
		path = act_copy(act, text, (u32)len);
		if (!path || !len)
			return -ENAMETOOLONG;
		from.folder = path[0] == '/' && !from.rooted ? AT_FDCWD : act->folder[0];
	}
	return -ELOOP;
}

/* Follows a link at the end of the path to the file. */
static int follow_link(struct act *act, const struct start *start, const char *path,
		       struct program *program)
{
	int error = add_links(act, start, path);

	act->name[0] = NULL;
	/* A link below /proc (/proc/self/fd/3) leads nowhere by its text; the file has its name. */
	if (error == -ELOOP || error == -ENAMETOOLONG)
		return error;
	program->fd = resolve_named(act, start, path, O_PATH, 0, &program->facts, &program->name);
	return program->fd < 0 ? program->fd : 0;
}

/* Programs that were looked into and are neither scripts nor loaders, as they were then: nobody can
 * set back a file's ctime. */
static struct {
	struct file_id id;
	u64 ctime_ns;
} plain[PLAIN];

static u32 plain_slot(const struct program *program)
{
	return (u32)((program->facts.id.ino * 0x9e3779b97f4a7c15u) >> 32) % PLAIN;
}

void program_is_plain(const struct program *program)
{
	u32 slot = plain_slot(program);

	plain[slot].id = program->facts.id;
	plain[slot].ctime_ns = program->facts.ctime_ns;
}

static void read_head(struct program *program)
{
	u32 slot = plain_slot(program);

	program->plain = file_same(&plain[slot].id, &program->facts.id) &&
			 plain[slot].ctime_ns == program->facts.ctime_ns;
	program->head_bytes = 0;
	if (!program->plain)
		program->head_bytes = program_read(program, program->head, PROGRAM_HEAD, 0);
	program->hidden = !program->plain && !program->head_bytes && program->facts.size;
}

int program_find(struct act *act, int dirfd, const char *path, bool follow, struct program *program)
{
	struct start start;
	int error = resolve_start(act, dirfd, path, &start);

	if (error)
		return error;
	program->fd = resolve_named(act, &start, path, O_PATH | O_NOFOLLOW, 0, &program->facts,
				    &program->name);
	if (program->fd < 0)
		return program->fd;
	error = add_called(act, &start, path);
	if (!error && S_ISLNK(program->facts.mode) && follow)
		error = follow_link(act, &start, path, program);
	if (error)
		return error;
	read_head(program);
	return add_file(act, program);
}

int program_of_fd(struct act *act, int fd, struct program *program)
{
	int error;

	program->fd = act_holds(act, proc_fd(act->proc, fd));
	if (program->fd < 0)
		return program->fd;
	error = file_facts(program->fd, &program->facts);
	if (!error)
		error = real_name(act, program->fd, &program->name);
	if (error)
		return error;
	read_head(program);
	return add_file(act, program);
}

u32 program_read(const struct program *program, void *out, u32 size, u64 from)
{
	ssize_t got;
	int fd;

	if (!S_ISREG(program->facts.mode))
		return 0;
	fd = reopen(program->fd, O_RDONLY | O_NONBLOCK, 0);
	if (fd < 0)
		return 0;
	got = pread(fd, out, size, (off_t)from);
	close(fd);
	return got < 0 ? 0 : (u32)got;
}
