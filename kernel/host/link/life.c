// SPDX-License-Identifier: Apache-2.0
/*
 * From `ready` to `empty`.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "host.h"
#include "link/channel.h"
#include "link/life.h"

#define FRAME_TEXT 8192

bool fault(struct fault *fault, const char *code, const char *message, int error)
{
	*fault = (struct fault){ code, message, error };
	return false;
}

void life_ready(const struct checks *checks)
{
	static char buffer[FRAME_TEXT];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{");
	text_member(&json, "abi");
	text_number(&json, FRAME_ABI);
	text_member(&json, "tier");
	text_json_str(&json, engine.host->tier);
	text_member(&json, "pid");
	text_number(&json, engine.pid);
	checks_json(&json, checks);
	text_str(&json, "}");
	channel_send(FRAME_READY, text_view(&json));
}

void life_started(pid_t pid)
{
	char buffer[32];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{\"pid\":");
	text_number(&json, pid);
	text_str(&json, "}");
	channel_send(FRAME_STARTED, text_view(&json));
}

void life_exited(int status)
{
	static bool said;
	char buffer[96];
	struct text json = TEXT_FIXED(buffer);
	bool itself = WIFEXITED(status);

	if (said)
		return;
	said = true;
	text_str(&json, "{\"code\":");
	text_number(&json, itself ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	text_str(&json, itself ? ",\"status\":" : ",\"signal\":");
	text_number(&json, itself ? WEXITSTATUS(status) : WTERMSIG(status));
	text_str(&json, "}");
	channel_send(FRAME_EXITED, text_view(&json));
}

void life_empty(void)
{
	static char buffer[1024];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{\"counters\":");
	counters_json(&json);
	text_str(&json, "}");
	channel_send(FRAME_EMPTY, text_view(&json));
	channel_leave();
}

void life_fatal(const struct fault *fault)
{
	static char buffer[1024];
	static char whole[512];
	struct text json = TEXT_FIXED(buffer);

	snprintf(whole, sizeof(whole), fault->error ? "%s: %s" : "%s", fault->message,
		 strerror(-fault->error));
	text_str(&json, "{");
	text_member(&json, "code");
	text_json_str(&json, fault->code);
	text_member(&json, "message");
	text_json_str(&json, whole);
	text_str(&json, "}");
	channel_send(FRAME_FATAL, text_view(&json));
	channel_leave();
}
