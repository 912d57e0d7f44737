// SPDX-License-Identifier: Apache-2.0
/*
 * Starting and reading runs.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/link/frames.h"
#include "tests/runs/run.h"
#include "tests/test.h"

#define ENGINE "build/rein-engine"
#define PATTERNS 64
#define NOBODY "65534"
#define TRIES 200

struct run *run_new(void)
{
	struct run *run = calloc(1, sizeof(*run));

	if (!run)
		abort();
	strcpy(run->folder, "/tmp/rein-run-XXXXXX");
	if (!mkdtemp(run->folder))
		abort();
	snprintf(run->work, sizeof(run->work), "%s/work", run->folder);
	mkdir(run->work, 0700);
	builder_start(&run->builder, 8, 8, PATTERNS);
	run->builder.header.guards = (1u << REIN_GUARDS) - 1;
	run->ask = "deny";
	run->code = -1;
	return run;
}

static void send_frame(int fd, u32 type, const void *payload, u64 bytes)
{
	struct frame_header header = { (u32)bytes, type };

	CHECK(send(fd, &header, sizeof(header), MSG_NOSIGNAL) == sizeof(header));
	for (u64 done = 0; done < bytes;) {
		ssize_t sent = send(fd, (const u8 *)payload + done, bytes - done, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		done += (u64)sent;
	}
}

void run_tell(const struct run *run, u32 type, const void *payload, u64 bytes)
{
	send_frame(run->fd, type, payload, bytes);
}

static bool read_all(int fd, void *at, size_t bytes)
{
	for (size_t done = 0; done < bytes;) {
		ssize_t got = read(fd, (u8 *)at + done, bytes - done);

		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

/* Reads a frame into a NUL-terminated payload, to be freed; NULL at the end. */
static char *read_frame(int fd, u32 *type)
{
	struct frame_header header;
	char *payload;

	if (!read_all(fd, &header, sizeof(header)))
		return NULL;
	payload = malloc(header.bytes + 1u);
	if (!payload || !read_all(fd, payload, header.bytes)) {
		free(payload);
		return NULL;
	}
	payload[header.bytes] = '\0';
	*type = header.type;
	return payload;
}

static void become_engine(struct run *run, int fd, int output, char *const *command)
{
	char engine[4096];
	char protect[16];
	char *argv[64] = { "rein-engine",   "run",	 "--fd",  "3",
			   "--run-dir",	    run->folder, "--ask", (char *)run->ask,
			   "--protect-pid", protect };
	int n = 10;

	if (run->no_root && geteuid() == 0) {
		argv[n++] = "--user";
		argv[n++] = NOBODY ":" NOBODY;
	}
	argv[n++] = "--";
	for (; *command && n < 63; command++)
		argv[n++] = *command;
	snprintf(protect, sizeof(protect), "%d", getppid());
	if (!realpath(ENGINE, engine) || chdir(run->work) < 0)
		_exit(90);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(output, 1);
	dup2(output, 2);
	dup2(fd, 3);
	execv(engine, argv);
	_exit(91);
}

bool run_start(struct run *run, char *const *command)
{
	u64 bytes;
	void *image = builder_finish(&run->builder, &bytes);
	int ends[2];
	int pipes[2];
	u32 type = 0;
	char *payload;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ||
	    pipe2(pipes, O_CLOEXEC) < 0)
		abort();
	if (run->no_root && geteuid() == 0 &&
	    (chown(run->folder, (uid_t)atoi(NOBODY), (gid_t)-1) < 0 ||
	     chown(run->work, (uid_t)atoi(NOBODY), (gid_t)-1) < 0))
		abort();
	run->engine = fork();
	if (run->engine == 0)
		become_engine(run, ends[1], pipes[1], command);
	close(ends[1]);
	close(pipes[1]);
	run->fd = ends[0];
	run->output = pipes[0];
	send_frame(run->fd, FRAME_IMAGE, image, bytes);
	free(image);
	payload = read_frame(run->fd, &type);
	if (payload)
		snprintf(run->last, sizeof(run->last), "%s", payload);
	free(payload);
	if (type != FRAME_READY)
		return false;
	send_frame(run->fd, FRAME_GO, NULL, 0);
	return true;
}

static void keep_event(struct run *run, const char *payload)
{
	size_t len = strlen(payload);

	run->events = realloc(run->events, run->events_bytes + len + 2);
	if (!run->events)
		abort();
	memcpy(run->events + run->events_bytes, payload, len);
	run->events_bytes += len;
	run->events[run->events_bytes++] = '\n';
	run->events[run->events_bytes] = '\0';
	run->n_events++;
}

static void take_frame(struct run *run, u32 type, const char *payload)
{
	const char *code = strstr(payload, "\"code\":");

	switch (type) {
	case FRAME_EVENT:
		keep_event(run, payload);
		break;
	case FRAME_EXITED:
		run->code = code ? atoi(code + 7) : -2;
		break;
	case FRAME_EMPTY:
		run->empty = true;
		snprintf(run->last, sizeof(run->last), "%s", payload);
		break;
	case FRAME_FATAL:
		snprintf(run->last, sizeof(run->last), "%s", payload);
		break;
	default:
		break;
	}
}

void run_finish(struct run *run)
{
	struct pollfd fds[2] = { { .fd = run->fd, .events = POLLIN },
				 { .fd = run->output, .events = POLLIN } };
	size_t used = 0;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, 60000) <= 0)
			break;
		if (fds[1].revents) {
			ssize_t got = read(run->output, run->text + used, OUTPUT_MAX - 1 - used);

			used += got > 0 ? (size_t)got : 0;
			fds[1].fd = got > 0 ? run->output : -1;
		}
		if (fds[0].revents) {
			u32 type;
			char *payload = read_frame(run->fd, &type);

			if (payload) {
				take_frame(run, type, payload);
			} else {
				shutdown(run->fd, SHUT_WR); /* the engine waits for that */
				fds[0].fd = -1;
			}
			free(payload);
		}
	}
	run->text[used] = '\0';
	waitpid(run->engine, NULL, 0);
	run->engine = 0;
}

void run_shell(struct run *run, const char *script)
{
	char *command[] = { "/bin/sh", "-c", (char *)script, NULL };

	CHECK(run_start(run, command));
	run_finish(run);
	CHECK(run->empty);
}

void run_free(struct run *run)
{
	char command[128];

	if (run->engine)
		kill(run->engine, SIGKILL);
	close(run->fd);
	close(run->output);
	snprintf(command, sizeof(command), "rm -rf %s", run->folder);
	CHECK(system(command) == 0);
	free(run->events);
	free(run);
}

bool run_has_event(const struct run *run, const char *const *parts)
{
	const char *line = run->events;

	while (line && *line) {
		const char *end = strchr(line, '\n');
		bool all = true;

		for (const char *const *part = parts; *part && all; part++) {
			const char *found = strstr(line, *part);

			all = found && found < end;
		}
		if (all)
			return true;
		line = end + 1;
	}
	return false;
}

bool run_control(const struct run *run, u32 type, const void *payload, size_t bytes, char *answer,
		 size_t size)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char *got = NULL;
	u32 said;

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/control.sock", run->folder);
	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0) {
		send_frame(fd, type, payload, bytes);
		got = read_frame(fd, &said);
	}
	close(fd);
	if (!got)
		return false;
	snprintf(answer, size, "%s", got);
	free(got);
	return true;
}

bool run_held(const struct run *run, char id[16])
{
	char list[4096];

	for (int i = 0; i < TRIES; i++) {
		const char *at;

		if (run_control(run, FRAME_LIST, NULL, 0, list, sizeof(list)) &&
		    (at = strstr(list, "\"id\":\""))) {
			snprintf(id, 6, "%s", at + 6);
			return true;
		}
		usleep(20000);
	}
	return false;
}

bool run_decide(const struct run *run, const char *id, bool approve, char *answer, size_t size)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	u8 payload[9 + 4] = { 0 };
	u64 number = 0;

	for (; *id; id++)
		number = number * 32 + (u64)(strchr(digits, *id) - digits);
	memcpy(payload, &number, sizeof(number));
	payload[8] = approve;
	memcpy(payload + 9, "fine", 4);
	return run_control(run, FRAME_DECIDE, payload, sizeof(payload), answer, size);
}
