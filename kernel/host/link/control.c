// SPDX-License-Identifier: Apache-2.0
/*
 * One small frame in, one frame out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "host.h"
#include "link/control.h"
#include "link/frames.h"
#include "link/peer.h"
#include "link/orders.h"
#include "link/swap.h"
#include "policy.h"
#include "tell/gates.h"
#include "tell/report.h"

#define REPLY_BYTES_MAX (4 * 1024 * 1024 - FRAME_HEADER)
#define REPLY_WAIT_MS 200
#define DECIDE_BYTES 9

struct client {
	int fd;
	struct ucred who;
	u32 used;
	u8 in[FRAME_HEADER + CONTROL_FRAME_MAX];
};

static int control = -1;
static struct client clients[CONTROL_CLIENTS_MAX];
static u32 n_clients;

/* As whoever the command is to be, where we are root: they are who decides, and it is their folder.
 */
static int bind_as_user(const struct sockaddr_un *at)
{
	bool other = engine.user.given;
	int error;

	if (other) {
		setfsgid(engine.user.gid);
		setfsuid(engine.user.uid);
	}
	error = bind(control, (const struct sockaddr *)at, sizeof(*at)) < 0 ? -errno : 0;
	if (other) {
		setfsuid(geteuid());
		setfsgid(getegid());
	}
	return error;
}

int control_open(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	mode_t mask = umask(0177);
	int folder = open(engine.run_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int error = 0;

	/* By its folder's descriptor: a state directory may lie deeper than an address is long. */
	snprintf(at.sun_path, sizeof(at.sun_path), "/proc/self/fd/%d/control.sock", folder);
	control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (folder >= 0)
		unlinkat(folder, "control.sock", 0);
	if (folder < 0 || control < 0)
		error = -errno;
	if (!error)
		error = bind_as_user(&at);
	if (!error && listen(control, CONTROL_CLIENTS_MAX) < 0)
		error = -errno;
	umask(mask);
	if (folder >= 0)
		close(folder);
	return error;
}

void control_close(void)
{
	char path[REIN_PATH_MAX];

	snprintf(path, sizeof(path), "%s/control.sock", engine.run_dir);
	unlink(path);
}

static void drop(struct client *client)
{
	close(client->fd);
	*client = clients[--n_clients];
}

static void send_all(int fd, const void *bytes, size_t len)
{
	struct pollfd ready = { .fd = fd, .events = POLLOUT };

	while (len) {
		ssize_t sent = send(fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (sent < 0 && (errno != EAGAIN || poll(&ready, 1, REPLY_WAIT_MS) != 1))
			return; /* it does not read: it waits for an answer that it will not get */
		if (sent > 0) {
			bytes = (const u8 *)bytes + sent;
			len -= (size_t)sent;
		}
	}
}

static void reply(struct client *client, const struct text *json)
{
	struct frame_header header = { (u32)json->len, FRAME_REPLY };

	send_all(client->fd, &header, sizeof(header));
	send_all(client->fd, json->at, json->len);
}

static void reply_ok(struct client *client)
{
	char buffer[16];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{\"ok\":true}");
	reply(client, &json);
}

static void reply_fault(struct client *client, const char *code, const char *message)
{
	char buffer[256];
	struct text json = TEXT_FIXED(buffer);

	text_str(&json, "{\"ok\":false");
	text_member(&json, "code");
	text_json_str(&json, code);
	text_member(&json, "message");
	text_json_str(&json, message);
	text_str(&json, "}");
	reply(client, &json);
}

static struct text list = { .most = REPLY_BYTES_MAX };

static void list_hold(struct hold *hold)
{
	struct deed deed;

	if (hold->decided)
		return;
	engine.host->deed_of(hold, &deed);
	text_str(&list, list.at[list.len - 1] == '[' ? "{" : ",{");
	report_hold_members(&list, &deed, hold);
	text_str(&list, "}");
}

static void reply_list(struct client *client)
{
	list.len = 0;
	list.cut = false;
	text_str(&list, "{\"holds\":[");
	holds_each(list_hold);
	policy_use_newest(); /* each was told by the one that asked */
	text_str(&list, "]}");
	if (list.cut)
		reply_fault(client, "too-long", "more is held than one answer can show");
	else
		reply(client, &list);
}

static struct rein_bytes who_text(const struct client *client, char out[HOLD_BY_MAX])
{
	snprintf(out, HOLD_BY_MAX, "uid %u (pid %d)", client->who.uid, client->who.pid);
	return bytes_of(out);
}

static void take_decision(struct client *client, struct rein_bytes payload)
{
	struct rein_bytes reason = { payload.at + DECIDE_BYTES, payload.len - DECIDE_BYTES };
	enum hold_answer answer = HOLD_UNKNOWN;
	char who[HOLD_BY_MAX];
	struct hold *hold;
	u64 id;

	memcpy(&id, payload.at, sizeof(id));
	if (reason.len > REASON_MAX)
		reason.len = REASON_MAX;
	hold = hold_find(id);
	if (hold)
		answer = engine.host->decide(hold, payload.at[8] == 1, reason,
					     who_text(client, who));
	switch (answer) {
	case HOLD_OK:
		reply_ok(client);
		break;
	case HOLD_UNKNOWN:
		reply_fault(client, "unknown-hold", "no operation waits by this name");
		break;
	case HOLD_CHANGED:
		reply_fault(client, "hold-changed",
			    "it is not what it was when it was held; it was denied");
		break;
	}
}

/* What stands in front of the first NUL. */
static struct rein_bytes head_of(struct rein_bytes payload)
{
	return (struct rein_bytes){ payload.at,
				    (u32)strnlen((const char *)payload.at, payload.len) };
}

/* What stands behind it. */
static struct rein_bytes reason_behind(struct rein_bytes head, struct rein_bytes payload)
{
	u32 past = head.len < payload.len ? head.len + 1 : head.len;
	struct rein_bytes reason = { payload.at + past, payload.len - past };

	if (reason.len > REASON_MAX)
		reason.len = REASON_MAX;
	return reason;
}

static void take_approval(struct client *client, struct rein_bytes payload)
{
	struct rein_bytes name = head_of(payload);

	if (gates_approve(name, client->who.pid, reason_behind(name, payload)))
		reply_ok(client);
	else
		reply_fault(client, "unknown-class",
			    "no gate of the policy is opened by this approval");
}

static void take_cancel(struct client *client)
{
	engine_cancel();
	reply_ok(client);
}

static void take_swap(struct client *client, struct rein_bytes payload)
{
	struct rein_bytes name = head_of(payload);
	char who[HOLD_BY_MAX];
	const char *why = swap_policy(name, who_text(client, who), reason_behind(name, payload));

	if (why)
		reply_fault(client, "no-swap", why);
	else
		reply_ok(client);
}

/* Of a policy that is about to come. */
static void take_name(struct client *client, struct rein_bytes payload)
{
	orders_take(FRAME_NAME, payload);
	reply_ok(client);
}

static void take_label(struct client *client, const char *path)
{
	const char *why = "this tier keeps no labels of files";

	if (engine.host->label)
		why = engine.host->label(path);
	if (why)
		reply_fault(client, "no-label", why);
	else
		reply_ok(client);
}

static void handle(struct client *client, u32 type, struct rein_bytes payload)
{
	policy_use_newest(); /* a hold may have been told by an older one */
	if (type == FRAME_LIST && !payload.len)
		reply_list(client);
	else if (type == FRAME_DECIDE && payload.len >= DECIDE_BYTES)
		take_decision(client, payload);
	else if (type == FRAME_APPROVE && payload.len)
		take_approval(client, payload);
	else if (type == FRAME_CANCEL && !payload.len)
		take_cancel(client);
	else if (type == FRAME_NAME)
		take_name(client, payload);
	else if (type == FRAME_SWAP)
		take_swap(client, payload);
	else if (type == FRAME_LABEL && payload.len && !payload.at[payload.len - 1])
		take_label(client, (const char *)payload.at);
	else
		reply_fault(client, "bad-frame", "a frame that the control socket does not know");
}

/* false: the client is to be dropped. */
static bool read_client(struct client *client)
{
	struct frame_header header;
	ssize_t got = recv(client->fd, client->in + client->used, sizeof(client->in) - client->used,
			   MSG_DONTWAIT);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	if (got == 0)
		return false;
	client->used += (u32)got;
	while (client->used >= FRAME_HEADER) {
		memcpy(&header, client->in, sizeof(header));
		if (header.bytes > CONTROL_FRAME_MAX)
			return false;
		if (client->used < FRAME_HEADER + header.bytes)
			return true;
		handle(client, header.type,
		       (struct rein_bytes){ client->in + FRAME_HEADER, header.bytes });
		client->used -= FRAME_HEADER + header.bytes;
		memmove(client->in, client->in + FRAME_HEADER + header.bytes, client->used);
	}
	return true;
}

static void accept_client(void)
{
	struct client *client = &clients[n_clients];
	int fd = accept4(control, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return;
	if (n_clients == CONTROL_CLIENTS_MAX) {
		close(fd);
		return;
	}
	client->fd = fd;
	client->used = 0;
	if (peer_may_decide(fd, &client->who)) {
		n_clients++;
		return;
	}
	reply_fault(client, "not-allowed", "a governed process cannot decide, nor another user");
	close(fd);
}

u32 control_poll(struct pollfd *fds)
{
	fds[0] = (struct pollfd){ .fd = control, .events = POLLIN };
	for (u32 i = 0; i < n_clients; i++)
		fds[1 + i] = (struct pollfd){ .fd = clients[i].fd, .events = POLLIN };
	return 1 + n_clients;
}

void control_serve(const struct pollfd *fds, u32 n)
{
	/* From the last on: dropping one puts the last into its place. */
	for (u32 i = n - 1; i > 0; i--) {
		if (fds[i].revents && !read_client(&clients[i - 1]))
			drop(&clients[i - 1]);
	}
	if (fds[0].revents)
		accept_client();
}
