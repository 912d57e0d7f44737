// SPDX-License-Identifier: Apache-2.0
/*
 * A denial that must happen, and an end that must be noticed. A run without a policy refuses every
 * address, so that no policy needs to be made up.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bpf/host/trial.h"
#include "bpf/observe/observe.h"
#include "checks.h"

#define CONNECTED 1
#define REFUSED 2
#define DISCARD_PORT 9

/* Nothing is sent. */
static u32 connect_somewhere(pid_t engine)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(DISCARD_PORT) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	u32 seen = CONNECTED;

	(void)engine;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		seen = errno == EPERM ? REFUSED : 0;
	close(fd);
	return seen;
}

void observe_self_test(const struct run *run, struct checks *checks)
{
	u32 before = __atomic_load_n(&run->shared->processes, __ATOMIC_SEQ_CST);
	struct trial seen = { 0 };
	bool tried = !trial(run, connect_somewhere, &seen);
	u32 after = __atomic_load_n(&run->shared->processes, __ATOMIC_SEQ_CST);

	check_add(checks, "deny", true,
		  tried && seen.before == CONNECTED && seen.after == REFUSED,
		  "a connection that must be refused");
	check_add(checks, "see", true, tried && before == after,
		  "the end of a process that must be seen");
}
