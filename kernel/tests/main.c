/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs every registered test, or those whose name contains the argument. The last line is
 * `N passed, N failed`.
 */
#include <stdio.h>
#include <string.h>

#include "test.h"

static struct test *tests;
static int failures; /* of the test that runs */

void test_register(struct test *test)
{
	struct test **at = &tests;

	while (*at)
		at = &(*at)->next;
	*at = test;
}

void test_failed(const char *file, int line, const char *what, unsigned long long left,
		 unsigned long long right)
{
	failures++;
	printf("%s:%d: %s", file, line, what);
	if (left != right)
		printf(": %#llx is not %#llx", left, right);
	printf("\n");
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;

	for (struct test *test = tests; test; test = test->next) {
		if (argc > 1 && !strstr(test->name, argv[1]))
			continue;
		failures = 0;
		test->run();
		if (failures) {
			printf("FAILED %s %s\n", test->file, test->name);
			failed++;
		} else {
			passed++;
		}
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0 || passed == 0;
}
