/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each tier does in its own way, behind what all of them do alike.
 */
#ifndef REIN_HOST_H
#define REIN_HOST_H

#include "engine.h"
#include "holds/hold.h"
#include "link/life.h"
#include "policy.h"
#include "tell/deed.h"

struct host {
	const char *tier;
	bool counts; /* what budgets limit */

	/* Looks around and tests itself, with the image loaded. */
	bool (*prepare)(struct checks *checks, struct fault *fault);
	/* Starts the command, governed before its first instruction; engine.root is its number. */
	bool (*start)(char **command, struct fault *fault);
	/* Until no governed process is left. */
	void (*serve)(void);

	/* Our own descriptor of the stderr of who did it. -errno. */
	int (*stderr_of)(const struct deed *deed);
	/* A person's decision. */
	enum hold_answer (*decide)(struct hold *hold, bool approve, struct rein_bytes reason,
				   struct rein_bytes by);
	/* What is held; told by the policy that asked, until policy_use_newest(). */
	void (*deed_of)(const struct hold *hold, struct deed *deed);
	/* Ends every process of the run; none that starts meanwhile gets away. */
	void (*cancel)(void);
	/* Puts a process out of the run's reach. NULL: engine.recorders says it. */
	void (*protect)(pid_t pid);
	/* A person opens a gate. */
	void (*approve)(u32 gate);
	/* Every decision from now on is by another policy. NULL, or why not; the host keeps it with
	 * its blob. NULL in place of it: the tier cannot. */
	const char *(*swap)(const struct policy *next);
	/* What the run's starter carries goes on a file, as if it had written there. NULL, or why
	 * not. NULL in place of it: the tier cannot. */
	const char *(*label)(const char *path);
	/* An address (16 bytes, IPv4 mapped) is called `name`. NULL: it goes by none. */
	void (*learn)(const u8 ip[16], struct rein_bytes name);
};

/* Nothing of the run is to go on. */
void engine_cancel(void);

#endif
