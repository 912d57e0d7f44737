// SPDX-License-Identifier: Apache-2.0
/*
 * A front end of the engine without Node, for the bench and for checks in guests:
 *
 *   rein-drive ENGINE TIER IMAGE [--events FILE] [--limit NAME=N]... [--swap IMAGE N] -- COMMAND...
 *
 * Runs the command under the image; events, and the counters at the end, go to FILE as lines of
 * JSON. With --swap the policy is swapped N times for the other image and back while the command
 * runs; FILE.swaps says when that is done. Its status is the command's, or 125.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/link/frames.h"

#define FAILED 125
#define ARGV_MAX 128
#define PATH_BYTES 4096

struct options {
	char *engine;
	char *tier;
	char *image;
	char *events;
	char *swap;
	int swaps;
	char *limits[ARGV_MAX];
	int n_limits;
	char **command;
};

static char folder[] = "/tmp/rein-drive-XXXXXX";
static FILE *events;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "rein-drive: %s: %s\n", what, strerror(errno));
	exit(FAILED);
}

static void write_all(int fd, const void *bytes, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t some = write(fd, (const char *)bytes + done, len - done);

		if (some <= 0)
			fail("write");
		done += (size_t)some;
	}
}

static bool read_all(int fd, void *at, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t some = read(fd, (char *)at + done, len - done);

		if (some <= 0)
			return false;
		done += (size_t)some;
	}
	return true;
}

static void tell(int fd, u32 type, const void *payload, size_t bytes)
{
	struct frame_header header = { (u32)bytes, type };

	write_all(fd, &header, sizeof(header));
	write_all(fd, payload, bytes);
}

/* The payload of the next frame, NUL-terminated, to be freed; NULL at the end. */
static char *hear(int fd, u32 *type)
{
	struct frame_header header;
	char *payload;

	if (!read_all(fd, &header, sizeof(header)))
		return NULL;
	payload = malloc(header.bytes + 1ul);
	if (!payload || !read_all(fd, payload, header.bytes))
		fail("frame");
	payload[header.bytes] = 0;
	*type = header.type;
	return payload;
}

static char *slurp(const char *path, size_t *bytes)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *content;

	if (fd < 0 || fstat(fd, &st))
		fail(path);
	*bytes = (size_t)st.st_size;
	content = malloc(*bytes + 1);
	if (!content || !read_all(fd, content, *bytes))
		fail(path);
	close(fd);
	return content;
}

/* ---- Swapping, in a process of its own ---- */
static int connect_control(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/control.sock", folder);
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)))
		fail("control socket");
	return fd;
}

static void put_next(const char *content, size_t bytes)
{
	char path[PATH_BYTES];
	int fd;

	snprintf(path, sizeof(path), "%s/" FRAME_SWAP_FILE, folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		fail(path);
	write_all(fd, content, bytes);
	close(fd);
}

/* How many swaps there were, or -1 when one was refused. */
static int swap(const struct options *options)
{
	const char *paths[2] = { options->swap, options->image };
	int control = connect_control();
	size_t bytes[2];
	char *images[2];

	for (int i = 0; i < 2; i++)
		images[i] = slurp(paths[i], &bytes[i]);
	for (int i = 0; i < options->swaps; i++) {
		char *answer;
		u32 type;

		put_next(images[i % 2], bytes[i % 2]);
		tell(control, FRAME_SWAP, "", 0);
		answer = hear(control, &type);
		if (!answer || strcmp(answer, "{\"ok\":true}")) {
			fprintf(stderr, "rein-drive: swap %d: %s\n", i, answer ? answer : "-");
			return -1;
		}
		free(answer);
	}
	return options->swaps;
}

static pid_t start_swapping(const struct options *options)
{
	pid_t child = fork();
	char path[PATH_BYTES];
	FILE *said;

	if (child)
		return child;
	snprintf(path, sizeof(path), "%s.swaps", options->events);
	said = fopen(path, "we");
	if (!said)
		fail(path);
	fprintf(said, "{\"swaps\":%d}\n", swap(options));
	fclose(said);
	_exit(0);
}

/* ---- The run ---- */
static void become_engine(const struct options *options, int fd)
{
	char *argv[2 * ARGV_MAX] = { "rein-engine", "run",   "--fd", "3",      "--run-dir",
				     folder,	    "--ask", "deny", "--tier", options->tier };
	int n = 10;

	for (int i = 0; i < options->n_limits; i++) {
		argv[n++] = "--limit";
		argv[n++] = options->limits[i];
	}
	argv[n++] = "--";
	for (char **word = options->command; *word && n < 2 * ARGV_MAX - 1; word++)
		argv[n++] = *word;
	if (dup2(fd, 3) == 3)
		execv(options->engine, argv);
	fail(options->engine);
}

static int follow(int fd, const struct options *options)
{
	int status = FAILED;
	pid_t swapper = 0;
	char *payload;
	u32 type;

	while ((payload = hear(fd, &type))) {
		if (type == FRAME_STARTED && options->swap)
			swapper = start_swapping(options);
		if (type == FRAME_EXITED)
			status = atoi(strstr(payload, "\"code\":") + 7);
		if (type == FRAME_EVENT || type == FRAME_EMPTY)
			fprintf(events, "%s\n", payload);
		if (type == FRAME_FATAL)
			fprintf(stderr, "rein-drive: %s\n", payload);
		free(payload);
	}
	if (swapper)
		waitpid(swapper, NULL, 0);
	return status;
}

/* What a swap leaves in the run's folder. */
static void leave_nothing(void)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/" FRAME_SWAP_FILE, folder);
	unlink(path);
	if (rmdir(folder))
		fail(folder);
}

static int drive(const struct options *options)
{
	size_t bytes;
	char *image = slurp(options->image, &bytes);
	int ends[2];
	u32 type = 0;
	char *ready;
	int status;

	if (!mkdtemp(folder) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		fail("folder and sockets");
	if (!fork())
		become_engine(options, ends[1]);
	close(ends[1]);
	tell(ends[0], FRAME_IMAGE, image, bytes);
	ready = hear(ends[0], &type);
	if (!ready || type != FRAME_READY) {
		fprintf(stderr, "rein-drive: %s\n", ready ? ready : "the engine said nothing");
		return FAILED;
	}
	tell(ends[0], FRAME_GO, "", 0);
	status = follow(ends[0], options);
	leave_nothing();
	return status;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	int i = 4;

	events = stderr;
	if (argc < 6)
		return FAILED;
	options.engine = argv[1];
	options.tier = argv[2];
	options.image = argv[3];
	for (; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
		if (!strcmp(argv[i], "--events"))
			options.events = argv[i + 1];
		else if (!strcmp(argv[i], "--limit") && options.n_limits < ARGV_MAX / 4)
			options.limits[options.n_limits++] = argv[i + 1];
		else if (!strcmp(argv[i], "--swap") && i + 2 < argc) {
			options.swap = argv[i + 1];
			options.swaps = atoi(argv[++i + 1]);
		}
	}
	if (options.events)
		events = fopen(options.events, "we");
	if (!events || i + 1 >= argc)
		fail("usage");
	options.command = argv + i + 1;
	return drive(&options);
}
