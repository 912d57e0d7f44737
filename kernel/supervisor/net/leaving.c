// SPDX-License-Identifier: Apache-2.0
/*
 * What is asked is the rules and, of a socket, everybody who has it open. A socket that is on its
 * way in a message is in nobody's table, so it is not let into one.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include "core/access.h"
#include "decide/deed-of.h"
#include "decide/settle.h"
#include "flow/holders.h"
#include "link/calls.h"
#include "net/endpoint.h"
#include "net/leaving.h"
#include "net/target.h"
#include "tell/report.h"

static bool asks_for_label(const struct rein_image *image, const struct rein_row *row)
{
	for (u32 i = 0; i < row->n_literals; i++) {
		u32 label = rein_get_literal(image, row->literals + i) - image->header->label_atom;

		if (label < REIN_LABELS_MAX && image->header->flow_labels >> label & 1)
			return true;
	}
	return false;
}

static bool decides(const struct rein_image *image)
{
	bool flows = image->header->flags & REIN_FLAG_FLOW;

	for (u32 i = 0; flows && i < rein_count(image, REIN_SEC_ROWS); i++) {
		struct rein_row row = rein_get_row(image, i);

		if (row.action == REIN_ACT_RULE && row.ops & REIN_OP(REIN_CONNECT) &&
		    asks_for_label(image, &row))
			return true;
	}
	return false;
}

static bool decided;

void leaving_start(void)
{
	decided = decides(&engine.image);
}

bool leaving_is_decided(void)
{
	return decided;
}

bool leaving_may_begin(const struct rein_image *next)
{
	return decided || !decides(next);
}

static bool listens(int fd)
{
	int yes = 0;
	socklen_t len = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 && yes;
}

/* The half of a pair, or what was accepted from a socket without a name: its other end is here. */
static bool is_of_pair(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	return socket_family(fd) == AF_UNIX &&
	       getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
	       len <= sizeof(peer.ss_family);
}

bool leaving_may_pass(int fd)
{
	struct stat st;

	if (!leaving_is_decided() || (fstat(fd, &st) == 0 && !S_ISSOCK(st.st_mode)))
		return true;
	return listens(fd) || is_of_pair(fd);
}

struct asking {
	struct act *act; /* the connect */
	struct file_id socket;
	bool holds;
	bool refused;
};

static void find_socket(const struct holding *holding, void *ctx)
{
	struct asking *asking = ctx;

	asking->holds |= S_ISSOCK(holding->mode) && holding->id.ino == asking->socket.ino;
}

static bool is_refused(struct proc *proc, const struct act *connect)
{
	struct act *act = act_take();
	struct told told;
	struct deed deed;
	bool refused;

	if (!act)
		return true;
	act->proc = proc;
	act->call = connect->call;
	act->endpoint = connect->endpoint;
	endpoint_aspect(act, REIN_OP(REIN_CONNECT));
	decide(act);
	refused = act->verdict.effect >= REIN_ASK;
	if (refused) {
		act->verdict.effect = REIN_BLOCK; /* nobody waits to be held or ended */
		deed_of(act, &deed);
		feedback_decision(&deed, &told);
		report_match(&deed, "blocked", &told, NULL);
	}
	act_release(act);
	return refused;
}

/* Who carries nothing that flows was decided about with the policy's other conditions. */
static bool ask(struct proc *proc, void *ctx)
{
	struct asking *asking = ctx;

	if (proc->ended || !(proc->task.labels & engine.image.header->flow_labels))
		return true;
	asking->holds = false;
	holdings_each(proc, find_socket, asking);
	asking->refused = asking->holds && is_refused(proc, asking->act);
	return !asking->refused;
}

bool leaving_may_connect(struct act *act)
{
	struct asking asking = { .act = act };
	struct file_facts facts;

	if (!leaving_is_decided())
		return true;
	if (file_facts(act->fd, &facts))
		return false;
	asking.socket = facts.id;
	procs_each(ask, &asking);
	return !asking.refused;
}
