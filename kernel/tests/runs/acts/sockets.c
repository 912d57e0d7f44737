// SPDX-License-Identifier: Apache-2.0
/*
 * Sockets, as their callers see them.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acts.h"

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_addr = { htonl(INADDR_LOOPBACK) },
				     .sin_port = htons((unsigned short)port) };
}

static int listening(struct sockaddr_in *at)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t len = sizeof(*at);

	*at = loopback(0);
	SAY(bind(fd, (void *)at, sizeof(*at)));
	SAY(bind(fd, (void *)at, sizeof(*at)));
	SAY(listen(fd, 5));
	getsockname(fd, (void *)at, &len);
	return fd;
}

static void streams(void)
{
	struct sockaddr_in at;
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	int server = listening(&at);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	int other = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	char text[8] = "";
	int status;
	int fd;

	fcntl(server, F_SETFL, O_NONBLOCK);
	SAY(accept(server, NULL, NULL));
	fcntl(server, F_SETFL, 0);
	if (fork() == 0) {
		usleep(50000);
		_exit(connect(client, (void *)&at, sizeof(at)) ||
		      send(client, "hello", 5, 0) != 5 ||
		      connect(client, (void *)&at, sizeof(at)) != -1 || errno != EISCONN);
	}
	fd = accept4(server, (void *)&peer, &len, SOCK_CLOEXEC);
	printf("family %d len %d cloexec %d\n", peer.sin_family, (int)len, fcntl(fd, F_GETFD));
	SAY(recv(fd, text, sizeof(text), 0));
	printf("%s\n", text);
	wait(&status);
	printf("status %x\n", status);
	SAY(connect(other, (void *)&at, sizeof(at)));
	SAY(accept4(server, NULL, NULL, 0x1234));
	SAY(connect(client, (void *)&at, 3));
	SAY(connect(client, (void *)8, sizeof(at)));
	SAY(connect(99, (void *)&at, sizeof(at)));
	SAY(connect(fd, &(struct sockaddr){ .sa_family = AF_UNSPEC }, sizeof(struct sockaddr)));
	close(server);
	client = socket(AF_INET, SOCK_STREAM, 0);
	SAY(connect(client, (void *)&at, sizeof(at)));
}

static void datagrams(void)
{
	struct sockaddr_in at = loopback(0);
	socklen_t len = sizeof(at);
	int server = socket(AF_INET, SOCK_DGRAM, 0);
	int client = socket(AF_INET, SOCK_DGRAM, 0);
	struct iovec parts[2] = { { "one", 3 }, { "two", 3 } };
	struct msghdr header = {
		.msg_name = &at, .msg_namelen = sizeof(at), .msg_iov = parts, .msg_iovlen = 2
	};
	struct mmsghdr several[3] = { { .msg_hdr = header },
				      { .msg_hdr = header },
				      { .msg_hdr = header } };
	static char large[100000];
	char text[16] = "";

	SAY(bind(server, (void *)&at, sizeof(at)));
	getsockname(server, (void *)&at, &len);
	SAY(sendto(client, "plain", 5, 0, (void *)&at, sizeof(at)));
	SAY(sendmsg(client, &header, 0));
	printf("sent %d\n", sendmmsg(client, several, 3, 0));
	printf("lengths %u %u %u\n", several[0].msg_len, several[1].msg_len, several[2].msg_len);
	for (int i = 0; i < 5; i++)
		printf("%ld\n", (long)recv(server, text, sizeof(text), 0));
	SAY(connect(client, (void *)&at, sizeof(at)));
	SAY(send(client, "bare", 4, 0));
	header.msg_name = NULL;
	header.msg_namelen = 0;
	SAY(sendmsg(client, &header, 0));
	SAY(sendto(client, large, sizeof(large), 0, (void *)&at, sizeof(at)));
	SAY(sendto(client, (void *)8, 10, 0, (void *)&at, sizeof(at)));
	header.msg_iovlen = 100000;
	SAY(sendmsg(client, &header, 0));
}

static int unix_socket(const char *path, struct sockaddr_un *at, int type)
{
	*at = (struct sockaddr_un){ .sun_family = AF_UNIX };
	strcpy(at->sun_path, path);
	return socket(AF_UNIX, type, 0);
}

static void unix_names(void)
{
	struct sockaddr_un at;
	struct sockaddr_un named = { 0 };
	socklen_t len = sizeof(named);
	struct stat st;
	int server = unix_socket("sock", &at, SOCK_STREAM);
	int client = socket(AF_UNIX, SOCK_STREAM, 0);

	SAY(connect(client, (void *)&at, sizeof(at)));
	umask(077);
	SAY(bind(server, (void *)&at, sizeof(at)));
	umask(022);
	SAY(stat("sock", &st));
	printf("%o\n", st.st_mode);
	SAY(bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&at, sizeof(at)));
	SAY(connect(client, (void *)&at, sizeof(at)));
	SAY(listen(server, 1));
	SAY(connect(client, (void *)&at, sizeof(at)));
	getpeername(client, (void *)&named, &len);
	printf("called %s\n", named.sun_path);
	SAY(symlink("sock", "sock-link"));
	unix_socket("sock-link", &at, SOCK_STREAM);
	SAY(connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&at, sizeof(at)));
	unix_socket("none/sock", &at, SOCK_STREAM);
	SAY(bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&at, sizeof(at)));
	SAY(bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&at, 2));
}

static void passed(void)
{
	int ends[2];
	int fd = open("passed", O_RDWR | O_CREAT, 0600);
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char text[8] = "";
	struct msghdr header = { .msg_iov = &(struct iovec){ text, 4 },
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
	struct stat a;
	struct stat b;
	int got = -1;

	SAY(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &fd, sizeof(fd));
	SAY(sendmsg(ends[0], &header, 0));
	memset(control, 0, sizeof(control));
	SAY(recvmsg(ends[1], &header, 0));
	memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&header)), sizeof(got));
	printf("same %d\n", !fstat(fd, &a) && !fstat(got, &b) && a.st_ino == b.st_ino);
}

/* Lengths that lead nowhere, behind the message, and in front of it. */
static void crooked_control(int level)
{
	static const size_t lengths[] = { 0, 15, 65, 4096, -1ul, -8ul, -64ul };
	struct sockaddr_in at = loopback(9);
	char control[64] = { 0 };
	struct msghdr header = { .msg_name = &at,
				 .msg_namelen = sizeof(at),
				 .msg_iov = &(struct iovec){ "x", 1 },
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	for (unsigned i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		CMSG_FIRSTHDR(&header)->cmsg_len = lengths[i];
		CMSG_FIRSTHDR(&header)->cmsg_level = level;
		CMSG_FIRSTHDR(&header)->cmsg_type = SCM_RIGHTS;
		SAY(sendmsg(fd, &header, 0));
	}
	close(fd);
}

void act_sockets(void)
{
	signal(SIGPIPE, SIG_IGN);
	umask(022);
	streams();
	datagrams();
	unix_names();
	passed();
	crooked_control(IPPROTO_IP);
	crooked_control(SOL_SOCKET);
}
