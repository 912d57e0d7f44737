// SPDX-License-Identifier: Apache-2.0
/*
 * It executes nothing itself: each program that it is told of gets a child. What the run prints and
 * what they print it reads: so it carries the labels of whoever asks, and hands them on. When
 * nobody holds the other end of its socket any more it ends, and leaves its children to the run.
 *
 * It is in reach of every process of the run: what it says is believed in nothing that matters.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "engine.h"
#include "starter/boss.h"
#include "starter/children.h"
#include "starter/starter.h"

#define ORDER_BYTES_MAX (4u << 20)
#define PRINTED 2 /* stdout and stderr of the run */

static int printed[PRINTED] = { -1, -1 };
/* Shared with the engine until the run's own code could write to it. */
static pid_t *known;

void starter_prepare(void)
{
	static const char *const paths[PRINTED] = { "/proc/self/fd/1", "/proc/self/fd/2" };
	struct stat st;

	if (engine.starter < 0)
		return;
	fcntl(engine.starter, F_SETFD, FD_CLOEXEC);
	known = mmap(NULL, sizeof(*known), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (known == MAP_FAILED)
		known = NULL;
	for (u32 i = 0; i < PRINTED; i++) {
		if (fstat(STDOUT_FILENO + (int)i, &st) == 0 && S_ISREG(st.st_mode))
			printed[i] = open(paths[i], O_RDONLY | O_CLOEXEC);
	}
}

void starter_forget(void)
{
	for (u32 i = 0; i < PRINTED; i++) {
		if (printed[i] >= 0)
			close(printed[i]);
	}
	if (engine.starter >= 0)
		close(engine.starter);
}

pid_t starter_pid(void)
{
	return known ? __atomic_load_n(known, __ATOMIC_ACQUIRE) : 0;
}

/* What the run printed is what its actions come from: the labels of it are theirs. */
static void read_printed(void)
{
	char some;

	for (u32 i = 0; i < PRINTED; i++) {
		if (printed[i] >= 0 && pread(printed[i], &some, 1, 0) < 0)
			continue;
	}
}

static void take_start(char *payload, u32 bytes)
{
	struct order order = { 0 };

	if (!order_read(payload, bytes, &order))
		_exit(COMMAND_NOT_EXECUTABLE);
	read_printed();
	child_start(&order);
	order_free(&order);
}

/* What was read for the run by somebody else is read by it: its labels are the run's. */
static void take_read(u32 id, const char *path, u32 bytes)
{
	char some;
	int fd = -1;

	errno = EINVAL;
	if (bytes && !path[bytes - 1])
		fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || read(fd, &some, 1) < 0)
		boss_say_number(STARTER_FAILED, id, errno);
	else
		boss_say_number(STARTER_ENDED, id, 0);
	if (fd >= 0)
		close(fd);
}

static void learn(u32 id)
{
	read_printed();
	boss_say_number(STARTER_ENDED, id, 0);
}

static void serve_boss(void)
{
	struct frame_header header;
	char *payload;
	u32 id;

	boss_read(&header, sizeof(header));
	if (header.bytes < sizeof(id) || header.bytes > ORDER_BYTES_MAX)
		_exit(COMMAND_NOT_EXECUTABLE);
	payload = malloc(header.bytes);
	if (!payload)
		_exit(COMMAND_NOT_EXECUTABLE);
	boss_read(payload, header.bytes);
	memcpy(&id, payload, sizeof(id));
	if (header.type == STARTER_START)
		take_start(payload, header.bytes);
	else if (header.type == STARTER_READ)
		take_read(id, payload + sizeof(id), header.bytes - (u32)sizeof(id));
	else if (header.type == STARTER_LEARN)
		learn(id);
	else if (header.type == STARTER_GO)
		child_go(id);
	else if (header.type == STARTER_END)
		child_end(id);
	free(payload);
}

static void turn(void)
{
	struct pollfd fds[1 + CHILDREN_MAX * CHILD_FDS];

	fds[0] = (struct pollfd){ .fd = boss_fd(), .events = POLLIN };
	children_poll(fds + 1);
	if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
		return;
	children_serve(fds + 1);
	if (fds[0].revents)
		serve_boss();
}

/* Nothing of the engine's is held: what this process has, the run can get at. */
static void keep_own_descriptors(void)
{
	int kept[1 + PRINTED] = { engine.starter, printed[0], printed[1] };
	int null = open("/dev/null", O_RDWR);
	int next = STDERR_FILENO + 1;

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	for (u32 i = 0; i <= PRINTED; i++) {
		/* They lie above the places they go to, and so does none that comes later. */
		kept[i] = kept[i] < 0 ? -1 : fcntl(kept[i], F_DUPFD_CLOEXEC, 64);
	}
	for (u32 i = 0; i <= PRINTED; i++) {
		if (kept[i] >= 0)
			kept[i] = dup3(kept[i], next, O_CLOEXEC) < 0 ? -1 : next++;
	}
	if (syscall(SYS_close_range, (unsigned int)next, ~0u, 0) < 0)
		_exit(COMMAND_NOT_EXECUTABLE);
	boss_is(kept[0]);
	printed[0] = kept[1];
	printed[1] = kept[2];
}

static void say_who(void)
{
	if (!known)
		return;
	__atomic_store_n(known, getpid(), __ATOMIC_RELEASE);
	munmap(known, sizeof(*known));
}

static _Noreturn void serve(void)
{
	say_who();
	prctl(PR_SET_NAME, "rein-starter");
	setsid();
	keep_own_descriptors();
	for (;;)
		turn();
}

void starter_leave(bool no_command)
{
	pid_t between;

	if (engine.starter < 0)
		return;
	if (no_command)
		serve();
	between = fork();
	if (between == 0) {
		if (fork() == 0)
			serve();
		_exit(0);
	}
	if (between > 0)
		waitpid(between, NULL, __WALL);
}
