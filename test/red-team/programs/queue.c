// SPDX-License-Identifier: Apache-2.0
/*
 * queue new | put ID FILE | get ID: a message queue (System V), which has no descriptor; R4.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

struct message {
	long type;
	char text[100];
};

int main(int argc, char **argv)
{
	struct message message = { .type = 1 };
	long bytes = 0;
	int queue = argc > 2 ? atoi(argv[2]) : -1;

	if (argc == 2 && !strcmp(argv[1], "new")) {
		printf("%d\n", msgget(IPC_PRIVATE, IPC_CREAT | 0600));
	} else if (argc == 4 && !strcmp(argv[1], "put")) {
		bytes = read(open(argv[3], O_RDONLY), message.text, sizeof(message.text));
		bytes = bytes < 0 ? -1 : msgsnd(queue, &message, (size_t)bytes, 0);
	} else if (argc == 3 && !strcmp(argv[1], "get")) {
		bytes = msgrcv(queue, &message, sizeof(message.text), 0, IPC_NOWAIT);
		msgctl(queue, IPC_RMID, NULL);
		if (bytes > 0)
			fwrite(message.text, 1, (size_t)bytes, stdout);
	} else {
		return 2;
	}
	return bytes < 0;
}
