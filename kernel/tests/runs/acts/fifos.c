// SPDX-License-Identifier: Apache-2.0
/*
 * Opens that wait for somebody.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

static void say_read(int fd)
{
	char text[16] = "";

	printf("%ld %s\n", (long)read(fd, text, sizeof(text) - 1), text);
	close(fd);
}

/* A child that opens the FIFO after a while and says something into it. */
static pid_t writer(int flags, int delay_us)
{
	pid_t pid = fork();

	if (pid == 0) {
		int fd;

		usleep((useconds_t)delay_us);
		fd = open("fifo", flags, 0600);
		_exit(fd < 0 || write(fd, "said", 4) != 4);
	}
	return pid;
}

static void say_status(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	printf("status %x\n", status);
}

static void on_alarm(int signal)
{
	(void)signal;
}

static void interrupted(void)
{
	struct sigaction action = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	SAY(open("fifo", O_RDONLY));
	alarm(0);
}

static void killed(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		open("fifo", O_RDONLY);
		_exit(0);
	}
	usleep(50000);
	kill(pid, SIGTERM);
	say_status(pid);
}

void act_fifos(void)
{
	pid_t pid;

	SAY(mkfifo("fifo", 0600));
	SAY(open("fifo", O_WRONLY | O_NONBLOCK));
	SAY(close(open("fifo", O_RDONLY | O_NONBLOCK)));
	pid = writer(O_WRONLY, 50000);
	say_read(open("fifo", O_RDONLY));
	say_status(pid);
	pid = writer(O_WRONLY, 0);
	usleep(50000);
	say_read(open("fifo", O_RDONLY));
	say_status(pid);
	pid = writer(O_RDWR, 0);
	say_status(pid);
	for (int i = 0; i < 20; i++) {
		pid = writer(O_WRONLY | (i & 1 ? O_CREAT | O_TRUNC : 0), 0);
		say_read(open("fifo", O_RDONLY));
		say_status(pid);
	}
	interrupted();
	killed();
}
