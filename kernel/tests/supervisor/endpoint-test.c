// SPDX-License-Identifier: Apache-2.0
/*
 * Addresses and their keys: docs/reference/policy-image.md.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "net/endpoint.h"
#include "tests/test.h"

static struct rein_bytes key_of(struct act *act, const void *address, socklen_t len, bool sends)
{
	struct sockaddr_storage at = { 0 };

	memcpy(&at, address, len);
	return endpoint_key(act, &at, len, sends);
}

static int is_called(struct rein_bytes key, const char *expected)
{
	char buffer[ENDPOINT_TEXT];
	struct text text = TEXT_FIXED(buffer);

	endpoint_text(&text, key);
	return text.len == strlen(expected) && !memcmp(buffer, expected, text.len);
}

TEST(endpoint_v4_is_one_however_it_is_written)
{
	struct act *act = act_take();
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(443) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(443) };
	struct rein_bytes a;
	struct rein_bytes b;

	inet_pton(AF_INET, "10.0.0.1", &v4.sin_addr);
	inet_pton(AF_INET6, "::ffff:10.0.0.1", &v6.sin6_addr);
	a = key_of(act, &v4, sizeof(v4), false);
	b = key_of(act, &v6, sizeof(v6), false);
	CHECK_EQ(a.len, 19);
	CHECK(b.len == 19 && !memcmp(a.at, b.at, 19));
	CHECK(!memcmp(a.at, "i\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\x01\x01\xbb", 19));
	CHECK(is_called(a, "10.0.0.1:443"));
	inet_pton(AF_INET6, "2001:db8::1", &v6.sin6_addr);
	CHECK(is_called(key_of(act, &v6, sizeof(v6), false), "[2001:db8::1]:443"));
	act_release(act);
}

/* To a socket that sends it is of the socket's own; else it ends a connection. */
TEST(endpoint_without_a_family)
{
	struct act *act = act_take();
	struct sockaddr_in v4 = { .sin_port = htons(443) };
	struct sockaddr_in6 v6 = { .sin6_port = htons(443) };
	int ipv4 = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ipv6 = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, "10.0.0.1", &v4.sin_addr);
	inet_pton(AF_INET6, "2001:db8::1", &v6.sin6_addr);
	act->fd = ipv4;
	CHECK(is_called(key_of(act, &v4, sizeof(v4), true), "10.0.0.1:443"));
	CHECK_EQ(key_of(act, &v4, sizeof(v4), false).len, 0);
	act->fd = ipv6;
	CHECK(is_called(key_of(act, &v6, sizeof(v6), true), "[2001:db8::1]:443"));
	act->fd = -1;
	close(ipv4);
	close(ipv6);
	act_release(act);
}

TEST(endpoint_unix_by_path_or_name)
{
	struct act *act = act_take();
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "/run/x" };
	socklen_t head = offsetof(struct sockaddr_un, sun_path);

	CHECK(is_called(key_of(act, &at, sizeof(at), false), "unix:/run/x"));
	CHECK(is_called(key_of(act, &at, head + 4, false), "unix:/run"));
	CHECK(is_called(key_of(act, &at, head, false), "unix:"));
	memcpy(at.sun_path, "\0bus\0x", 6);
	CHECK_EQ(key_of(act, &at, head + 6, false).len, 7);
	CHECK(is_called(key_of(act, &at, head + 4, false), "unix:@bus"));
	act_release(act);
}

TEST(endpoint_of_another_family)
{
	struct act *act = act_take();
	struct sockaddr other = { .sa_family = 40 };

	CHECK(is_called(key_of(act, &other, sizeof(other), false), "family 40"));
	CHECK_EQ(key_of(act, &other, 1, false).len, 0);
	other.sa_family = AF_INET6;
	CHECK_EQ(key_of(act, &other, sizeof(other), false).len, 0);
	act_release(act);
}
