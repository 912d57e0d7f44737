// SPDX-License-Identifier: Apache-2.0
/*
 * What a run is refused whatever its policy says; by itself most of it goes through.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

static pid_t engine_pid(void)
{
	char line[128];
	FILE *status = fopen("/proc/self/status", "r");
	pid_t pid = 0;

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "TracerPid: %d", &pid) == 1)
			break;
	}
	if (status)
		fclose(status);
	return pid;
}

static void own_files_of(pid_t engine)
{
	static const char *const names[] = { "mem",  "environ", "maps", "fd/3",	   "exe", "cwd",
					     "root", "comm",	"stat", "cmdline", "task" };
	char path[64];

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", engine, names[i]);
		printf("engine's %s: %s\n", names[i],
		       open(path, O_RDONLY) < 0 ? strerrorname_np(errno) : "open");
	}
	snprintf(path, sizeof(path), "/proc/%d/comm", engine);
	SAY(open(path, O_WRONLY));
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", engine);
	SAY(open(path, O_WRONLY));
	snprintf(path, sizeof(path), "/proc/%d", engine);
	SAY(openat(open(path, O_PATH), "fd/3", O_RDONLY));
	SAY(openat(open(path, O_PATH), "environ", O_RDONLY));
}

static void signals_to(pid_t engine)
{
	int pidfd = (int)syscall(SYS_pidfd_open, engine, 0);

	SAY(kill(engine, SIGKILL));
	SAY(kill(engine, 0));
	SAY(syscall(SYS_tkill, engine, SIGKILL));
	SAY(syscall(SYS_tgkill, engine, engine, SIGKILL));
	SAY(syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0));
	SAY(syscall(SYS_rt_sigqueueinfo, engine, SIGUSR1, NULL));
	SAY(syscall(SYS_prlimit64, engine, 7, NULL, NULL));
	SAY(fcntl(0, F_SETSIG, SIGKILL));
	SAY(kill(getpid(), 0));
	SAY(kill(INT_MIN, 0));
}

/* By which any process of the user can be moved, frozen and ended. */
static void control_groups(void)
{
	char line[512];
	char folder[256];
	char type[32];
	char path[300];
	FILE *mounts = fopen("/proc/self/mounts", "r");

	while (mounts && fgets(line, sizeof(line), mounts)) {
		if (sscanf(line, "%*s %255s %31s", folder, type) != 2 ||
		    strncmp(type, "cgroup", 6))
			continue;
		snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
		printf("%s: %s\n", type,
		       open(path, O_WRONLY) < 0 ? strerrorname_np(errno) : "open");
		printf("%s is read: %d\n", type, open(path, O_RDONLY) >= 0);
	}
	printf("groups are done\n");
}

/* The kernel sends SIGIO, which ends who does not expect it, to the owner of a descriptor. */
static void signals_by_descriptor(pid_t engine)
{
	struct f_owner_ex to_engine = { F_OWNER_PID, engine };
	struct f_owner_ex to_thread = { F_OWNER_TID, engine };
	struct f_owner_ex to_group = { F_OWNER_PGRP, getpgid(engine) };
	int number = engine;
	int ends[2];
	int plain = open("/dev/null", O_RDONLY);

	SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	SAY(fcntl(ends[0], F_SETOWN, engine));
	SAY(fcntl(ends[0], F_SETOWN, -getpgid(engine)));
	SAY(fcntl(ends[0], F_SETOWN_EX, &to_engine));
	SAY(fcntl(ends[0], F_SETOWN_EX, &to_thread));
	SAY(fcntl(ends[0], F_SETOWN_EX, &to_group));
	SAY(fcntl(ends[0], F_SETOWN_EX, (void *)8));
	SAY(ioctl(ends[0], FIOSETOWN, &number));
	SAY(ioctl(ends[0], SIOCSPGRP, &number));
	SAY(ioctl(plain, FIOSETOWN, &number));
	SAY(fcntl(99, F_SETOWN, getpid()));
	SAY(fcntl(ends[0], F_SETFL, O_ASYNC));
	SAY(write(ends[1], "x", 1));
	SAY(fcntl(ends[0], F_SETOWN, INT_MIN));
	SAY(fcntl(ends[0], F_SETOWN, getpid()));
	printf("owner %d\n", fcntl(ends[0], F_GETOWN) == getpid());
	setpgid(0, 0); /* the one it was born into may be that of who records */
	SAY(fcntl(ends[0], F_SETOWN, -getpgrp()));
	printf("owner %d\n", fcntl(ends[0], F_GETOWN) == -getpgrp());
	number = getpid();
	SAY(ioctl(ends[0], FIOSETOWN, &number));
	printf("owner %d\n", fcntl(ends[0], F_GETOWN) == getpid());
}

static void *splits(void *unused)
{
	(void)unused;
	SAY(unshare(CLONE_FILES));
	SAY(syscall(SYS_close_range, 1000, 1000, CLOSE_RANGE_UNSHARE));
	return NULL;
}

/* A thread with descriptors of its own could keep them from who looks at its process. */
static void hidden_descriptors(void)
{
	pthread_t thread;

	SAY(syscall(SYS_close_range, 1001, 1001, CLOSE_RANGE_UNSHARE));
	SAY(unshare(CLONE_FS | CLONE_FILES));
	pthread_create(&thread, NULL, splits, NULL);
	pthread_join(thread, NULL);
	SAY(syscall(SYS_clone, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_FS, NULL));
}

/* Time is taken from the engine by its number, its group and its user. */
static void slower(pid_t engine)
{
	SAY(setpriority(PRIO_PROCESS, (id_t)engine, 1));
	SAY(setpriority(PRIO_PGRP, (id_t)getpgid(engine), 1));
	SAY(setpriority(PRIO_USER, 0, 1));
	SAY(setpriority(PRIO_USER, getuid(), 1));
	SAY(syscall(SYS_ioprio_set, 3, 0, 3 << 13));
	SAY(setpriority(PRIO_PROCESS, 0, 1));
	SAY(setpriority(PRIO_PROCESS, (id_t)getpid(), 2));
}

/* Sent to the first hop, not to the address that stands in the message. */
static void source_routes(void)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	unsigned char route[24] = { 0, 2, 4, 1 };
	char control[CMSG_SPACE(sizeof(route))] = { 0 };
	struct msghdr header = { .msg_name = &to,
				 .msg_namelen = sizeof(to),
				 .msg_iov = &(struct iovec){ "x", 1 },
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control) };
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	int v4 = socket(AF_INET, SOCK_DGRAM, 0);

	SAY(setsockopt(fd, IPPROTO_IPV6, IPV6_RTHDR, route, sizeof(route)));
	SAY(setsockopt(v4, IPPROTO_IP, IP_OPTIONS, route, sizeof(route)));
	SAY(setsockopt(fd, IPPROTO_IPV6, 32, route, sizeof(route)));
	SAY(socket(AF_INET, SOCK_SEQPACKET, 0));
	SAY(socket(AF_UNIX, SOCK_SEQPACKET, 0));
	CMSG_FIRSTHDR(&header)->cmsg_len = CMSG_LEN(sizeof(route));
	CMSG_FIRSTHDR(&header)->cmsg_level = IPPROTO_IPV6;
	CMSG_FIRSTHDR(&header)->cmsg_type = IPV6_RTHDR;
	memcpy(CMSG_DATA(CMSG_FIRSTHDR(&header)), route, sizeof(route));
	SAY(sendmsg(fd, &header, 0));
}

void act_refusals(void)
{
	pid_t engine = engine_pid();

	SAY(syscall(999));
	SAY(syscall(SYS_io_uring_setup, 1, NULL));
	SAY(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	SAY(syscall(SYS_clone3, NULL, 0));
	SAY(syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, NULL, NULL, NULL, NULL));
	SAY(unshare(CLONE_NEWUSER));
	SAY(chroot("."));
	SAY(syscall(SYS_userfaultfd, 0));
	SAY(syscall(SYS_bpf, 0, NULL, 0));
	SAY(socket(AF_INET, SOCK_STREAM, 132));
	source_routes();
	slower(engine);
	hidden_descriptors();
	SAY(ioctl(0, TIOCSTI, "x"));
	SAY(open("/proc/self/mem", O_RDWR));
	SAY(prctl(PR_SET_DUMPABLE, 0));
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
	if (!engine)
		return;
	own_files_of(engine);
	signals_to(engine);
	signals_by_descriptor(engine);
	control_groups();
}
