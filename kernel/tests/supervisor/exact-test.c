// SPDX-License-Identifier: Apache-2.0
/*
 * What is remembered of paths, and for how long.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "files/exact.h"
#include "tests/test.h"

static const struct file_facts one = { .id = { .dev = 1, .ino = 2, .born = 3 }, .mode = S_IFREG };
static const struct file_facts other = { .id = { .dev = 1, .ino = 4, .born = 3 }, .mode = S_IFREG };
static const struct file_facts fifo = { .id = { .dev = 1, .ino = 5, .born = 3 }, .mode = S_IFIFO };

static bool may_be(const char *path)
{
	return exact_may_be(path, exact_print(path));
}

TEST(exact_only_normal_paths)
{
	CHECK(may_be("/a/b.c"));
	CHECK(may_be("/a/.git/x"));
	CHECK(!may_be("/a//b"));
	CHECK(!may_be("/a/./b"));
	CHECK(!may_be("/a/../b"));
	CHECK(!may_be("/a/.."));
	CHECK(!may_be("/a/."));
	CHECK(!may_be("/a/"));
}

TEST(exact_is_of_one_file)
{
	u64 print = exact_print("/one");

	CHECK(!exact_is_name(print, &one.id));
	exact_learn("/one", print, &one, "/one", false);
	CHECK(exact_is_name(print, &one.id));
	CHECK(!exact_is_name(print, &other.id));
	CHECK(exact_was_plain(print));
	CHECK(!exact_was_plain(exact_print("/two")));
}

TEST(exact_is_not_another_spelling)
{
	u64 print = exact_print("/Folded");

	exact_learn("/Folded", print, &one, "/folded", false);
	CHECK(!exact_is_name(print, &one.id));
	CHECK(exact_name(print, &one.id) && !strcmp(exact_name(print, &one.id), "/folded"));
}

TEST(exact_links_have_the_name_of_what_they_lead_to)
{
	u64 print = exact_print("/link");

	CHECK(may_be("/link"));
	exact_learn_link(print);
	CHECK(!may_be("/link"));
	exact_learn("/link", print, &one, "/one", true);
	CHECK(!exact_is_name(print, &one.id));
	CHECK(exact_name(print, &one.id) && !strcmp(exact_name(print, &one.id), "/one"));
	CHECK(!exact_name(print, &other.id));
}

TEST(exact_learns_nothing_of_what_is_no_file)
{
	u64 print = exact_print("/fifo");

	exact_learn("/fifo", print, &fifo, "/fifo", false);
	CHECK(!exact_is_name(print, &fifo.id));
	CHECK(!exact_was_plain(print));
}

TEST(exact_is_forgotten_after_a_rename)
{
	u64 print = exact_print("/name");
	u64 forgotten = exact_forgotten();

	exact_learn("/name", print, &one, "/name", false);
	exact_learn_link(exact_print("/to"));
	exact_learn("/to", exact_print("/to"), &one, "/name", true);
	exact_forget();
	CHECK(exact_forgotten() != forgotten);
	print = exact_print("/name");
	CHECK(!exact_is_name(print, &one.id));
	CHECK(!exact_was_plain(print));
	CHECK(may_be("/to"));
	CHECK(!exact_name(exact_print("/to"), &one.id));
}

TEST(exact_prints_differ)
{
	char path[32];
	u64 before = 0;

	for (int i = 0; i < 1000; i++) {
		u64 print;

		snprintf(path, sizeof(path), "/%d", i);
		print = exact_print(path);
		CHECK(print != before);
		before = print;
	}
}

/* The last: there is no way back. */
TEST(exact_knows_nothing_once_it_cannot_hear_of_all)
{
	exact_learn("/kept", exact_print("/kept"), &one, "/kept", false);
	exact_stop();
	exact_learn("/through", exact_print("/through"), &one, "/one", true);
	CHECK(!may_be("/kept"));
	CHECK(!exact_was_plain(exact_print("/kept")));
	CHECK(!exact_name(exact_print("/through"), &one.id));
	CHECK(exact_forgotten() != exact_forgotten());
}
