// SPDX-License-Identifier: Apache-2.0
/*
 * Labels of files and endpoints.
 */
#include <stdio.h>
#include <string.h>

#include "engine.h"
#include "flow/endpoints.h"
#include "flow/objects.h"
#include "tests/test.h"

TEST(tables_labels_are_of_the_file_and_only_grow)
{
	struct file_id file = { .dev = 7, .ino = 1, .born = 5 };
	struct file_id later = { .dev = 7, .ino = 1, .born = 6 };

	CHECK_EQ(object_labels(&file), 0);
	CHECK(object_add(&file, 4));
	CHECK(!object_add(&file, 4));
	CHECK(object_add(&file, 8));
	CHECK_EQ(object_labels(&file), 12);
	CHECK_EQ(object_labels(&later), 0); /* has the inode number after it */
	object_nameless(&file);
	CHECK_EQ(object_labels(&file), 12);
}

TEST(tables_keep_no_labels_of_character_devices)
{
	struct file_facts null, file;

	CHECK_EQ(file_facts_of("/dev/null", &null), 0);
	CHECK_EQ(file_facts_of("/proc/self/exe", &file), 0);
	CHECK(!object_add(&null.id, 4));
	CHECK_EQ(object_labels(&null.id), 0);
	CHECK(object_add(&file.id, 4));
	CHECK_EQ(object_labels(&file.id), 4);
}

TEST(tables_hold_many_and_say_when_they_are_full)
{
	u64 dropped = engine.counters.labels_dropped;
	u32 kept = 0;

	for (u32 i = 0; i < OBJECTS_MAX && !objects_full(); i++) {
		struct file_id file = { .dev = 9, .ino = i * 7919ull, .born = i };

		kept += object_add(&file, 1);
	}
	CHECK(kept > OBJECTS_MAX - 4096);
	for (u32 i = 0; i < kept; i += 997) {
		struct file_id file = { .dev = 9, .ino = i * 7919ull, .born = i };

		CHECK_EQ(object_labels(&file), 1);
	}
	CHECK_EQ(engine.counters.labels_dropped, dropped);
}

TEST(tables_endpoints)
{
	char key[300];
	u32 i;

	CHECK_EQ(endpoint_labels((struct rein_bytes){ (const u8 *)"u/x", 3 }), 0);
	for (i = 0; !endpoints_full(); i++) {
		int len = snprintf(key, sizeof(key), "u/run/%d", i);

		endpoint_add((struct rein_bytes){ (u8 *)key, (u32)len }, 2);
	}
	CHECK(i > ENDPOINTS_MAX - 16);
	CHECK_EQ(endpoint_labels((struct rein_bytes){ (const u8 *)"u/run/17", 8 }), 2);
	CHECK_EQ(endpoint_labels((struct rein_bytes){ (const u8 *)"u/run/x", 7 }), 0);
}
