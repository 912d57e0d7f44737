// SPDX-License-Identifier: Apache-2.0
/*
 * Paths by their letters.
 */
#include <string.h>

#include "base/text.h"
#include "files/normal.h"
#include "tests/test.h"

static int becomes(const char *folder, const char *path, const char *expected)
{
	struct act *act = act_take();
	struct rein_bytes name;
	int same = normal_name(act, bytes_of(folder), path, &name) == 0 &&
		   name.len == strlen(expected) && !memcmp(name.at, expected, name.len);

	act_release(act);
	return same;
}

TEST(normal_names)
{
	CHECK(becomes("", "/bin/sh", "/bin/sh"));
	CHECK(becomes("", "//bin/./sh/", "/bin/sh"));
	CHECK(becomes("", "/a/b/../../c", "/c"));
	CHECK(becomes("", "/../../c", "/c"));
	CHECK(becomes("", "/", "/"));
	CHECK(becomes("/work", "x", "/work/x"));
	CHECK(becomes("/work", "./x/../y", "/work/y"));
	CHECK(becomes("/work", "../../x", "/x"));
	CHECK(becomes("/", "x", "/x"));
	CHECK(becomes("/work", "..hidden/...", "/work/..hidden/..."));
	CHECK(becomes("/work", "..", "/"));
}
