// SPDX-License-Identifier: Apache-2.0
/*
 * A rule about connecting means the talking, not the handshake.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decide/deed-of.h"
#include "decide/settle.h"
#include "flow/endpoints.h"
#include "flow/holders.h"
#include "flow/sockets.h"
#include "link/calls.h"
#include "net/endpoint.h"
#include "net/leaving.h"
#include "tell/report.h"

static const struct call closing = { .name = "close-open-socket" };

/* What the run was given to talk to whoever started it: pipes of Node and a journal are sockets. */
static struct file_id stdio[STDERR_FILENO + 1];
static u32 n_stdio;

void sockets_start(void)
{
	struct file_facts facts;

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (!file_facts(fd, &facts))
			stdio[n_stdio++] = facts.id;
	}
}

static bool is_stdio_of_run(const struct file_id *id)
{
	for (u32 i = 0; i < n_stdio; i++) {
		if (file_same(&stdio[i], id))
			return true;
	}
	return false;
}

/* The peer, as a connect event of the process. false: it is not connected, or it is the other half
 * of a pair, which has no name and was never connected to anybody. */
static bool peer_event(struct act *act, int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	if (getpeername(fd, (struct sockaddr *)&peer, &len) < 0)
		return false;
	if (peer.ss_family == AF_UNIX && len <= sizeof(peer.ss_family))
		return false;
	act->endpoint = endpoint_key(act, &peer, len, false);
	if (!act->endpoint.len)
		return false;
	endpoint_aspect(act, REIN_OP(REIN_CONNECT));
	return true;
}

/* Nobody says where it leads, and it would be there in a moment. */
static bool is_under_way(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	return leaving_is_decided() &&
	       getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_state == TCP_SYN_SENT;
}

static void recheck(const struct holding *holding, void *ctx)
{
	struct proc *proc = ctx;
	struct told told;
	struct deed deed;
	struct act *act;
	int fd;

	if (!S_ISSOCK(holding->mode) || is_stdio_of_run(&holding->id))
		return;
	fd = proc_fd(proc, holding->fd);
	act = fd < 0 ? NULL : act_take();
	if (!act) {
		if (fd >= 0)
			close(fd);
		return;
	}
	act_holds(act, fd);
	act->proc = proc;
	act->call = &closing;
	if (peer_event(act, fd)) {
		endpoint_add(act->endpoint, proc->task.labels & engine.image.header->flow_labels);
		decide(act);
		if (act->verdict.effect >= REIN_ASK) {
			shutdown(fd, SHUT_RDWR);
			act->verdict.effect = REIN_BLOCK; /* what is ended is the connection */
			deed_of(act, &deed);
			feedback_decision(&deed, &told);
			report_match(&deed, "blocked", &told, NULL);
		}
	} else if (is_under_way(fd)) {
		shutdown(fd, SHUT_RDWR);
		deed_of_proc(proc, &deed);
		deed.call = closing.name;
		feedback_plain(&deed, "a label came before the connection was there");
	}
	act_release(act);
}

void sockets_recheck(struct proc *proc)
{
	if (engine_asks_about(REIN_OP(REIN_CONNECT)))
		holdings_each(proc, recheck, proc);
}
