// SPDX-License-Identifier: Apache-2.0
/*
 * mapped FILE SOURCE: maps FILE to be shared and closes it; then reads SOURCE, and writes that to
 * FILE by memory alone; R4.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BYTES 4096

int main(int argc, char **argv)
{
	int file = argc == 3 ? open(argv[1], O_RDWR | O_CREAT, 0600) : -1;
	char text[BYTES];
	ssize_t bytes;
	char *mapped;

	if (file < 0 || ftruncate(file, BYTES) < 0)
		return 2;
	mapped = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (mapped == MAP_FAILED)
		return 2;
	close(file);
	bytes = read(open(argv[2], O_RDONLY), text, sizeof(text));
	if (bytes < 0)
		return 1;
	memcpy(mapped, text, (size_t)bytes);
	return 0;
}
