// SPDX-License-Identifier: Apache-2.0
/*
 * An agent must not approve what it asked for. Governed processes are traced by an engine, or known
 * to hooks in the kernel, which only root can ask; a connection that an engine made on behalf of
 * one (net/connect.c) comes from the engine itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/proc-text.h"
#include "bpf/host/peers.h"
#include "engine.h"
#include "link/peer.h"

static bool is_engine(pid_t pid)
{
	static const char name[] = "/rein-engine";
	char path[32];
	char exe[REIN_PATH_MAX];
	struct stat theirs;
	struct stat ours;
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	if (stat(path, &theirs) == 0 && stat("/proc/self/exe", &ours) == 0 &&
	    theirs.st_ino == ours.st_ino && theirs.st_dev == ours.st_dev)
		return true;
	len = readlink(path, exe, sizeof(exe) - 1);
	if (len < 0)
		return true; /* it cannot be told: an engine hides itself from others */
	exe[len] = '\0';
	return strstr(exe, name);
}

/* 0: nobody traces it. -1: it is not there. */
static pid_t tracer_of(pid_t pid)
{
	char status[1024];
	const char *line;

	proc_text(pid, "status", status, sizeof(status));
	line = strstr(status, "\nTracerPid:");
	return line ? (pid_t)atol(line + 11) : -1;
}

bool peer_may_decide(int fd, struct ucred *who)
{
	socklen_t len = sizeof(*who);
	pid_t tracer;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, who, &len) < 0 || who->pid <= 0)
		return false;
	if (who->uid != geteuid() && who->uid != 0 &&
	    !(engine.user.given && who->uid == engine.user.uid))
		return false;
	if (is_engine(who->pid))
		return false;
	if (geteuid() == 0 && peers_governed(who->pid))
		return false;
	tracer = tracer_of(who->pid);
	return tracer == 0 || (tracer > 0 && !is_engine(tracer));
}
