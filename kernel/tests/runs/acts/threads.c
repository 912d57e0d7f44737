// SPDX-License-Identifier: Apache-2.0
/*
 * Threads and processes of unusual kinds.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

#define STACK 65536
#define THREADS 16
#define ROUNDS 100

static void *works(void *at)
{
	char name[32];
	long wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int fd;

		snprintf(name, sizeof(name), "t%ld-%d", (long)at, i);
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
		wrong += fd < 0 || write(fd, name, 1) != 1 || close(fd) || unlink(name);
	}
	return (void *)wrong;
}

static void many_threads(void)
{
	pthread_t threads[THREADS];
	long wrong = 0;
	void *result;

	for (long i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, works, (void *)i);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		wrong += (long)result;
	}
	printf("wrong: %ld\n", wrong);
}

static void say_status(pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, __WALL);
	printf("status %x\n", status);
}

static void *executes(void *unused)
{
	(void)unused;
	execlp("sh", "sh", "-c", "exit 7", NULL);
	return NULL;
}

static void *exits(void *unused)
{
	(void)unused;
	usleep(50000);
	close(open("late", O_WRONLY | O_CREAT, 0600));
	_exit(9);
}

static void in_child(void *(*start)(void *), int leader_ends)
{
	pid_t pid = fork();
	pthread_t thread;

	if (pid == 0) {
		pthread_create(&thread, NULL, start, NULL);
		if (leader_ends)
			pthread_exit(NULL);
		pthread_join(thread, NULL);
		_exit(1);
	}
	say_status(pid);
}

static int changes_folder(void *unused)
{
	(void)unused;
	SAY(chdir("sub"));
	SAY(open("only-in-sub", O_RDONLY));
	dup2(open("only-in-sub", O_RDONLY), 77);
	return 3;
}

static void clones(int flags)
{
	char *stack = malloc(STACK);

	SAY(open("only-in-sub", O_RDONLY)); /* where we are is known from here on */
	fflush(stdout);
	say_status(clone(changes_folder, stack + STACK, flags, NULL));
	SAY(open("only-in-sub", O_RDONLY));
	SAY(fcntl(77, F_GETFD));
	SAY(chdir(flags & CLONE_FS ? ".." : "."));
	close(77);
	free(stack);
}

static void *alone_in_folder(void *unused)
{
	(void)unused;
	SAY(unshare(CLONE_FS));
	SAY(chdir("sub"));
	SAY(open("only-in-sub", O_RDONLY));
	return NULL;
}

void act_threads(void)
{
	pthread_t thread;

	many_threads();
	in_child(executes, 0);
	in_child(exits, 0);
	in_child(exits, 1);
	printf("late: %d\n", access("late", F_OK));
	mkdir("sub", 0700);
	close(open("sub/only-in-sub", O_WRONLY | O_CREAT, 0600));
	clones(SIGCHLD);
	clones(CLONE_FS | SIGCHLD);
	clones(CLONE_FILES | SIGCHLD);
	clones(CLONE_FS | CLONE_FILES | CLONE_VM | SIGCHLD);
	clones(CLONE_FS | CLONE_FILES);
	pthread_create(&thread, NULL, alone_in_folder, NULL);
	pthread_join(thread, NULL);
	SAY(open("only-in-sub", O_RDONLY));
}
