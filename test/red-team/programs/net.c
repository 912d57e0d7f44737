// SPDX-License-Identifier: Apache-2.0
/*
 * net WAY: tries to reach somebody in one WAY and prints REACHED unless the policy refused it
 * (EPERM). An address that is not there fails otherwise, which counts as reached; R8.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_in v4 = { .sin_family = AF_INET };
static struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
static char data[] = "hello";

static int plain(int family, int type, const void *to, socklen_t len)
{
	int fd = socket(family, type | SOCK_NONBLOCK, 0);

	return fd < 0 ? -2 : connect(fd, to, len);
}

static int send_to(int flags, int type)
{
	int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);

	return fd < 0 ? -2 : (int)sendto(fd, data, sizeof(data), flags, (void *)&v4, sizeof(v4));
}

/* An address without a family is of its socket's own. */
static int send_without_family(int family, int type, int protocol, void *to, socklen_t len)
{
	int fd = socket(family, type | SOCK_NONBLOCK, protocol);

	*(sa_family_t *)to = AF_UNSPEC;
	return fd < 0 ? -2 : (int)sendto(fd, data, sizeof(data), 0, to, len);
}

static int raw6_without_family(void)
{
	struct sockaddr_in6 to = v6;

	to.sin6_port = 0;
	return send_without_family(AF_INET6, SOCK_RAW, IPPROTO_UDP, &to, sizeof(to));
}

/* Past the addresses: to the first interface, which is the loopback. */
static struct sockaddr_ll lo = {
	.sll_family = AF_PACKET,
	.sll_ifindex = 1,
	.sll_halen = 6,
};

static int packet_bound(void)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	lo.sll_protocol = htons(0x88b5); /* for experiments */
	if (fd < 0)
		return -2;
	return bind(fd, (void *)&lo, sizeof(lo)) < 0 ? -1 : (int)send(fd, data, sizeof(data), 0);
}

static int send_msg(int many)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	struct iovec part = { data, sizeof(data) };
	struct mmsghdr m[2] = { 0 };

	for (int i = 0; i < 2; i++) {
		m[i].msg_hdr.msg_name = &v4;
		m[i].msg_hdr.msg_namelen = sizeof(v4);
		m[i].msg_hdr.msg_iov = &part;
		m[i].msg_hdr.msg_iovlen = 1;
	}
	return many ? sendmmsg(fd, m, 2, 0) : (int)sendmsg(fd, &m[0].msg_hdr, 0);
}

static int unix_to(const char *path, int abstract)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	strncpy(to.sun_path + abstract, path, sizeof(to.sun_path) - 2);
	return plain(AF_UNIX, SOCK_STREAM, &to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)abstract +
				 strlen(path)));
}

static int thread_errno;

static void *in_thread(void *unused)
{
	(void)unused;
	errno = 0;
	plain(AF_INET, SOCK_STREAM, &v4, sizeof(v4));
	thread_errno = errno;
	return NULL;
}

static int threaded(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	errno = thread_errno;
	return errno ? -1 : 0;
}

static int mapped(void)
{
	struct sockaddr_in6 to = v6;

	inet_pton(AF_INET6, "::ffff:127.0.0.1", &to.sin6_addr);
	return plain(AF_INET6, SOCK_STREAM, &to, sizeof(to));
}

static int vsock(void)
{
	struct sockaddr_vm to = { .svm_family = AF_VSOCK, .svm_cid = 2, .svm_port = 1 };

	return plain(AF_VSOCK, SOCK_STREAM, &to, sizeof(to));
}

static int try(const char *way, const char *path)
{
	if (!strcmp(way, "tcp4"))
		return plain(AF_INET, SOCK_STREAM, &v4, sizeof(v4));
	if (!strcmp(way, "tcp6"))
		return plain(AF_INET6, SOCK_STREAM, &v6, sizeof(v6));
	if (!strcmp(way, "udp-connect"))
		return plain(AF_INET, SOCK_DGRAM, &v4, sizeof(v4));
	if (!strcmp(way, "mapped"))
		return mapped();
	if (!strcmp(way, "udp-sendto"))
		return send_to(0, SOCK_DGRAM);
	if (!strcmp(way, "udp-no-family"))
		return send_without_family(AF_INET, SOCK_DGRAM, 0, &v4, sizeof(v4));
	if (!strcmp(way, "raw6-no-family"))
		return raw6_without_family();
	if (!strcmp(way, "packet-no-family"))
		return send_without_family(AF_PACKET, SOCK_DGRAM, 0, &lo, sizeof(lo));
	if (!strcmp(way, "packet-bound"))
		return packet_bound();
	if (!strcmp(way, "fast-open"))
		return send_to(MSG_FASTOPEN, SOCK_STREAM);
	if (!strcmp(way, "udp-sendmsg"))
		return send_msg(0);
	if (!strcmp(way, "udp-sendmmsg"))
		return send_msg(1);
	if (!strcmp(way, "unix"))
		return unix_to(path, 0);
	if (!strcmp(way, "abstract"))
		return unix_to(path, 1);
	if (!strcmp(way, "vsock"))
		return vsock();
	if (!strcmp(way, "thread"))
		return threaded();
	return -3;
}

int main(int argc, char **argv)
{
	int result;

	if (argc < 2)
		return 2;
	inet_pton(AF_INET, "127.0.0.1", &v4.sin_addr);
	v4.sin_port = htons(9);
	inet_pton(AF_INET6, "::1", &v6.sin6_addr);
	v6.sin6_port = htons(9);
	errno = 0;
	result = try(argv[1], argc > 2 ? argv[2] : "");
	if (result == -3)
		return 2;
	if (result == -2) {
		printf("unsupported here\n");
		return 0;
	}
	printf("%s (%s)\n", result < 0 && errno == EPERM ? "held" : "REACHED", strerror(errno));
	return 0;
}
