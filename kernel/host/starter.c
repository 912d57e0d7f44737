// SPDX-License-Identifier: Apache-2.0
/*
 * It executes nothing itself: each program that it is told of gets a child, governed like any. What
 * they print comes back through pipes that it reads, and it reads what the command prints: so it
 * carries the labels of whoever asks, and hands them on. When nobody holds the other end of its
 * socket any more it ends, and leaves its children to the run.
 *
 * It is in reach of every process of the run: what it says is believed in nothing that matters.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "engine.h"
#include "link/frames.h"
#include "starter.h"

#define CHILDREN_MAX 16
#define ORDER_BYTES_MAX (4u << 20)
#define PIECE 16384
/* What a child has written is in its pipe when it ends; who writes on there is not waited for. */
#define LAST_PIECES 64

enum stream { OUT, ERR, STREAMS };

struct child {
	u32 id; /* of its order; 0: free */
	pid_t pid;
	int end;   /* pidfd */
	int word;  /* it waits for a byte on it, and says there why it could not be executed */
	int said[STREAMS];
};

/* A program and what it is started with, in the bytes of its order. */
struct order {
	u32 id;
	char *cwd;
	char *program;
	char **argv;
	char **env;
};

static struct child children[CHILDREN_MAX];
static int printed[STREAMS] = { -1, -1 };
static int boss;
/* Shared with the engine until the run's own code could write to it. */
static pid_t *known;

void starter_prepare(void)
{
	static const char *const paths[] = { "/proc/self/fd/1", "/proc/self/fd/2" };
	struct stat st;

	if (engine.starter < 0)
		return;
	fcntl(engine.starter, F_SETFD, FD_CLOEXEC);
	known = mmap(NULL, sizeof(*known), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (known == MAP_FAILED)
		known = NULL;
	for (u32 i = 0; i < STREAMS; i++) {
		if (fstat(STDOUT_FILENO + (int)i, &st) == 0 && S_ISREG(st.st_mode))
			printed[i] = open(paths[i], O_RDONLY | O_CLOEXEC);
	}
}

void starter_forget(void)
{
	for (u32 i = 0; i < STREAMS; i++) {
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

static void send_all(const void *at, size_t bytes)
{
	const char *next = at;

	while (bytes) {
		ssize_t sent = write(boss, next, bytes);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			_exit(0);
		next += sent;
		bytes -= (size_t)sent;
	}
}

static void say(enum starter_said type, u32 id, const void *more, u32 bytes)
{
	struct frame_header header = { sizeof(id) + bytes, type };

	send_all(&header, sizeof(header));
	send_all(&id, sizeof(id));
	send_all(more, bytes);
}

static void say_number(enum starter_said type, u32 id, s32 number)
{
	say(type, id, &number, sizeof(number));
}

/* What is there to be read. false: nothing now. */
static bool pass_on(struct child *child, enum stream stream)
{
	static char piece[PIECE];
	ssize_t got = read(child->said[stream], piece, sizeof(piece));

	if (got > 0) {
		say(stream == OUT ? STARTER_OUT : STARTER_ERR, child->id, piece, (u32)got);
		return true;
	}
	if (got == 0 || errno != EAGAIN) {
		close(child->said[stream]);
		child->said[stream] = -1;
	}
	return false;
}

static void ended(struct child *child)
{
	int status = 0;
	s32 error;

	waitpid(child->pid, &status, __WALL);
	for (u32 i = 0; i < STREAMS; i++) {
		for (u32 n = 0; n < LAST_PIECES && child->said[i] >= 0 && pass_on(child, i); n++)
			;
		if (child->said[i] >= 0)
			close(child->said[i]);
	}
	if (recv(child->word, &error, sizeof(error), MSG_DONTWAIT) == sizeof(error))
		say_number(STARTER_FAILED, child->id, error);
	else
		say_number(STARTER_ENDED, child->id, status);
	close(child->word);
	close(child->end);
	child->id = 0;
}

static _Noreturn void become(const struct order *order, int word, const int *said)
{
	int null = open("/dev/null", O_RDONLY);
	s32 error;
	char go;

	setsid();
	dup2(null, STDIN_FILENO);
	dup2(said[OUT], STDOUT_FILENO);
	dup2(said[ERR], STDERR_FILENO);
	if (read(word, &go, 1) != 1)
		_exit(COMMAND_NOT_EXECUTABLE);
	command_inherit();
	if (chdir(order->cwd) == 0)
		execve(order->program, order->argv, order->env);
	error = errno;
	if (send(word, &error, sizeof(error), MSG_NOSIGNAL) < 0)
		_exit(COMMAND_NOT_FOUND);
	_exit(COMMAND_NOT_EXECUTABLE);
}

/* What the run printed is what its actions come from: the labels of it are theirs. */
static void read_printed(void)
{
	char some;

	for (u32 i = 0; i < STREAMS; i++) {
		if (printed[i] >= 0 && pread(printed[i], &some, 1, 0) < 0)
			continue;
	}
}

static int start(struct child *child, const struct order *order)
{
	int words[2];
	int theirs[STREAMS];

	read_printed();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, words) < 0)
		return -errno;
	for (u32 i = 0; i < STREAMS; i++) {
		int ends[2];

		if (pipe2(ends, O_CLOEXEC) < 0)
			_exit(COMMAND_NOT_EXECUTABLE); /* descriptors are out: nothing works */
		theirs[i] = ends[1];
		child->said[i] = ends[0];
		fcntl(child->said[i], F_SETFL, O_NONBLOCK);
	}
	child->word = words[0];
	child->pid = fork();
	if (child->pid == 0) {
		close(words[0]);
		become(order, words[1], theirs);
	}
	for (u32 i = 0; i < STREAMS; i++)
		close(theirs[i]);
	close(words[1]);
	if (child->pid < 0)
		return -errno;
	child->end = (int)syscall(SYS_pidfd_open, child->pid, 0);
	child->id = order->id;
	say_number(STARTER_MADE, child->id, child->pid);
	return 0;
}

/* Strings that end with a NUL each: cwd, program, then those of argv and of the environment. */
static bool read_order(char *at, u32 bytes, struct order *order)
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

static struct child *child_of(u32 id)
{
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		if (children[i].id == id)
			return &children[i];
	}
	return NULL;
}

static void take_start(char *payload, u32 bytes)
{
	struct order order = { 0 };
	struct child *child = child_of(0);
	int error;

	if (!read_order(payload, bytes, &order))
		_exit(COMMAND_NOT_EXECUTABLE);
	error = child ? start(child, &order) : -EAGAIN;
	if (error)
		say_number(STARTER_FAILED, order.id, -error);
	free(order.argv - 2);
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
		say_number(STARTER_FAILED, id, errno);
	else
		say_number(STARTER_ENDED, id, 0);
	if (fd >= 0)
		close(fd);
}

static void read_boss(void *at, size_t bytes)
{
	char *next = at;

	while (bytes) {
		ssize_t got = read(boss, next, bytes);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			_exit(0); /* nobody has orders any more */
		next += got;
		bytes -= (size_t)got;
	}
}

static void serve_boss(void)
{
	struct frame_header header;
	struct child *child;
	char *payload;
	u32 id;

	read_boss(&header, sizeof(header));
	if (header.bytes < sizeof(id) || header.bytes > ORDER_BYTES_MAX)
		_exit(COMMAND_NOT_EXECUTABLE);
	payload = malloc(header.bytes);
	if (!payload)
		_exit(COMMAND_NOT_EXECUTABLE);
	read_boss(payload, header.bytes);
	memcpy(&id, payload, sizeof(id));
	child = id ? child_of(id) : NULL;
	if (header.type == STARTER_START) {
		take_start(payload, header.bytes);
	} else if (header.type == STARTER_READ) {
		take_read(id, payload + sizeof(id), header.bytes - (u32)sizeof(id));
	} else if (header.type == STARTER_LEARN) {
		read_printed();
		say_number(STARTER_ENDED, id, 0);
	} else if (header.type == STARTER_GO && child) {
		send(child->word, "", 1, MSG_NOSIGNAL);
	} else if (header.type == STARTER_END && child) {
		kill(-child->pid, SIGKILL);
		kill(child->pid, SIGKILL); /* it may not lead its group yet */
	}
	free(payload);
}

static void turn(void)
{
	struct pollfd fds[1 + CHILDREN_MAX * (STREAMS + 1)];

	fds[0] = (struct pollfd){ .fd = boss, .events = POLLIN };
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &children[i];
		struct pollfd *at = &fds[1 + i * (STREAMS + 1)];

		for (u32 j = 0; j < STREAMS; j++)
			at[j] = (struct pollfd){ child->id ? child->said[j] : -1, POLLIN, 0 };
		at[STREAMS] = (struct pollfd){ child->id ? child->end : -1, POLLIN, 0 };
	}
	if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
		return;
	for (u32 i = 0; i < CHILDREN_MAX; i++) {
		const struct pollfd *at = &fds[1 + i * (STREAMS + 1)];

		for (u32 j = 0; j < STREAMS; j++) {
			if (at[j].revents)
				pass_on(&children[i], j);
		}
		if (at[STREAMS].revents)
			ended(&children[i]);
	}
	if (fds[0].revents)
		serve_boss();
}

/* Nothing of the engine's is held: what this process has, the run can get at. */
static void keep_own_descriptors(void)
{
	int kept[STREAMS + 1] = { engine.starter, printed[OUT], printed[ERR] };
	int null = open("/dev/null", O_RDWR);
	int next = STDERR_FILENO + 1;

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	for (u32 i = 0; i <= STREAMS; i++) {
		/* They lie above the places they go to, and so does none that comes later. */
		kept[i] = kept[i] < 0 ? -1 : fcntl(kept[i], F_DUPFD_CLOEXEC, 64);
	}
	for (u32 i = 0; i <= STREAMS; i++) {
		if (kept[i] >= 0)
			kept[i] = dup3(kept[i], next, O_CLOEXEC) < 0 ? -1 : next++;
	}
	syscall(SYS_close_range, (unsigned int)next, ~0u, 0);
	boss = kept[0];
	printed[OUT] = kept[1];
	printed[ERR] = kept[2];
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
