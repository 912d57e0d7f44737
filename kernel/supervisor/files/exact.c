// SPDX-License-Identifier: Apache-2.0
/*
 * Tables of 64-bit prints under a random key, so that nobody can make two paths that share one.
 *
 * A path that led to a file without a link differs from the file's name at most in spelling
 * (directories that fold case); that it did not differ was seen once for this very file, and only a
 * rename can change it. A path with links in it led to a name that was asked for once; for the same
 * file only a new name of it, by link, symlink or rename, can change that.
 */
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "files/exact.h"

#define ENTRIES 8192
#define NAMED 1024
#define NAME_BYTES 248
#define MIX 0x9e3779b97f4a7c15u

struct named {
	u64 print; /* of path and file */
	char name[NAME_BYTES];
};

static u64 names[ENTRIES];
static u64 linked[ENTRIES];
static u64 plain[ENTRIES];
static struct named named[NAMED];
static u64 key;
static u64 forgotten;
static bool stopped;

static u64 mix(u64 hash, u64 word)
{
	__extension__ unsigned __int128 wide = (unsigned __int128)(hash ^ word) * (MIX ^ key);

	return (u64)wide ^ (u64)(wide >> 64);
}

void exact_forget(void)
{
	forgotten++;
	if (getrandom(&key, sizeof(key), GRND_NONBLOCK) != sizeof(key))
		key += 2;
	key &= ~1ull; /* the multiplier stays odd */
	key |= !key << 1;
}

u64 exact_forgotten(void)
{
	forgotten += stopped; /* it may be happening right now */
	return forgotten;
}

void exact_stop(void)
{
	exact_forget();
	stopped = true;
}

u64 exact_print(const char *path)
{
	const u8 *at = (const u8 *)path;
	u64 word = 0;
	u64 hash;
	u32 i;

	if (!key)
		exact_forget();
	hash = key;
	for (i = 0; at[i]; i++) {
		word = word << 8 | at[i];
		if (i % 8 == 7)
			hash = mix(hash, word);
	}
	return mix(mix(hash, word), i);
}

/* `//`, `/./`, `/../` or a slash at the end. */
static bool is_crooked(const u8 *at)
{
	for (; *at; at++) {
		if (*at == '/' && (!at[1] || at[1] == '/' ||
				   (at[1] == '.' && (!at[2] || at[2] == '/' || at[2] == '.'))))
			return true;
	}
	return false;
}

bool exact_may_be(const char *path, u64 print)
{
	return !stopped && linked[print % ENTRIES] != print && !is_crooked((const u8 *)path);
}

static u64 of_file(u64 print, const struct file_id *id)
{
	return mix(mix(print, id->ino), id->dev);
}

bool exact_is_name(u64 print, const struct file_id *id)
{
	u64 both = of_file(print, id);

	return names[both % ENTRIES] == both;
}

const char *exact_name(u64 print, const struct file_id *id)
{
	u64 both = of_file(print, id);
	const struct named *found = &named[both % NAMED];

	return found->print == both && !stopped ? found->name : NULL;
}

bool exact_was_plain(u64 print)
{
	return plain[print % ENTRIES] == print && !stopped;
}

void exact_learn(const char *path, u64 print, const struct file_facts *facts, const char *name,
		 bool is_linked)
{
	u64 both = of_file(print, &facts->id);
	size_t len = strlen(name);

	if (!S_ISREG(facts->mode) && !S_ISDIR(facts->mode))
		return;
	plain[print % ENTRIES] = print;
	if (!is_linked && !strcmp(path, name)) {
		names[both % ENTRIES] = both;
	} else if (len < NAME_BYTES) {
		named[both % NAMED].print = both;
		memcpy(named[both % NAMED].name, name, len + 1);
	}
}

void exact_learn_link(u64 print)
{
	linked[print % ENTRIES] = print;
}
