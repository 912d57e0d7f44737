/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A test is TEST(says_what_holds) { ... } in any file that is linked; it registers itself. A failed
 * check is printed, and the test goes on, so that one run shows all that is wrong with it.
 */
#ifndef REIN_TEST_H
#define REIN_TEST_H

struct test {
	const char *file;
	const char *name;
	void (*run)(void);
	struct test *next;
};

void test_register(struct test *test);
void test_failed(const char *file, int line, const char *what, unsigned long long left,
		 unsigned long long right);

#define TEST(test_name)                                                                            \
	static void test_name(void);                                                               \
	__attribute__((constructor)) static void register_##test_name(void)                        \
	{                                                                                          \
		static struct test test = { __FILE__, #test_name, test_name, 0 };                  \
		test_register(&test);                                                              \
	}                                                                                          \
	static void test_name(void)

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			test_failed(__FILE__, __LINE__, #condition, 0, 0);                         \
	} while (0)

#define CHECK_EQ(left, right)                                                                      \
	do {                                                                                       \
		unsigned long long left_ = (unsigned long long)(left);                             \
		unsigned long long right_ = (unsigned long long)(right);                           \
		if (left_ != right_)                                                               \
			test_failed(__FILE__, __LINE__, #left " == " #right, left_, right_);       \
	} while (0)

#endif
