// SPDX-License-Identifier: Apache-2.0
/*
 * A governed process that asks the control socket of its own run, in the folder above, what waits;
 * and one that takes a signal while it waits.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

void act_decides(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "../control.sock" };
	const unsigned list[2] = { 0, 110 };
	char answer[512];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	ssize_t used = 0;
	ssize_t got;

	SAY(connect(fd, (void *)&at, sizeof(at)));
	send(fd, list, sizeof(list), MSG_NOSIGNAL);
	while ((got = recv(fd, answer + used, sizeof(answer) - 1 - (size_t)used, 0)) > 0)
		used += got;
	answer[used] = '\0';
	printf("%s\n", used > 8 ? answer + 8 : "no answer");
}

static void handled(int signal)
{
	(void)signal;
	if (write(1, "handled\n", 8) < 0)
		_exit(1);
}

void act_waits(void)
{
	struct sigaction action = { .sa_handler = handled, .sa_flags = SA_RESTART };

	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	SAY(open("asked", O_WRONLY | O_CREAT, 0600));
}

void act_waits_exec(void)
{
	struct sigaction action = { .sa_handler = handled, .sa_flags = SA_RESTART };

	SAY(symlink("/bin/true", "asked"));
	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	SAY(execl("asked", "asked", "one", NULL));
}

void act_waits_send(void)
{
	struct sigaction action = { .sa_handler = handled, .sa_flags = SA_RESTART };
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "asked" };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	SAY(bind(socket(AF_UNIX, SOCK_DGRAM, 0), (void *)&at, sizeof(at)));
	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	SAY(sendto(fd, "x", 1, 0, (void *)&at, sizeof(at)));
	/* What was denied to one process is asked about anew for another. */
	if (fork() == 0) {
		alarm(1);
		SAY(connect(fd, (void *)&at, sizeof(at)));
		exit(0);
	}
	wait(NULL);
}
