/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of paths that were looked up before, so that the kernel need not be asked for the
 * name again: that takes a fifth of an open. All of it is about absolute paths.
 */
#ifndef REIN_EXACT_H
#define REIN_EXACT_H

#include "flow/file-id.h"

/* A path for the calls below. */
u64 exact_print(const char *path);

/* Whether the path may be its own real name: it is in normal form, and no link is known on its way.
 */
bool exact_may_be(const char *path, u64 print);
/* Whether the path, which led to this file without a link, is known to be its name. */
bool exact_is_name(u64 print, const struct file_id *id);
/* The real name of this file, to which the path led through links; NULL when it is not known. */
const char *exact_name(u64 print, const struct file_id *id);

/* Whether the path led to a regular file or a folder when it was looked up last. Only in a hurry it
 * is believed: nothing bad may follow when it leads to something else by now. */
bool exact_was_plain(u64 print);

/* The path, in which there is a link or not, led to this file of this real name. */
void exact_learn(const char *path, u64 print, const struct file_facts *facts, const char *name,
		 bool linked);
void exact_learn_link(u64 print);

/* A name was moved or linked, or made for something that is no file: what was learnt is void. */
void exact_forget(void);
/* How often that happened. */
u64 exact_forgotten(void);

/* From here on names may be made and moved without our hearing when: nothing is known any more. */
void exact_stop(void);

#endif
