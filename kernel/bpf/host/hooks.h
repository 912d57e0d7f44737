/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loaded hooks: one set for all runs of a machine, pinned, so that they outlive whoever loaded
 * them and are found again by the next run.
 */
#ifndef REIN_HOST_HOOKS_H
#define REIN_HOST_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

#define HOOKS_PLACE "/sys/fs/bpf"
#define HOOKS_PREFIX "rein-" /* of the folder that has a build's hooks of one tier */
#define HOOKS_FOLDER_BYTES 64

enum hooks_tier { HOOKS_LSM, HOOKS_FMODRET, HOOKS_OBSERVE };

/* Map descriptors of the hooks. */
struct hooks {
	enum hooks_tier tier;
	int procs;
	int engines;
	int runs;
	int policies;
	int rings;
	int holds;
	int file_labels;
	int hosts;
	int labelled_runs;
};

const char *hooks_tier_name(enum hooks_tier tier);

/* Finds the pinned hooks, or loads, attaches and pins them. 0, or -errno with a line on stderr. */
int hooks_open(struct hooks *hooks, enum hooks_tier tier, bool verbose);

/* Where this build's hooks of the tier are pinned: another build has another folder. */
const char *hooks_folder(enum hooks_tier tier);

/* Whether these are the hooks that are pinned now: they may have been removed and loaded again, and
 * what is known of the runs of the old ones says nothing of the new. Under the lock of runs. */
bool hooks_are_pinned(const struct hooks *hooks);

/* Removes the pins, and with them the hooks. */
int hooks_unpin(enum hooks_tier tier);
/* The same of a folder in HOOKS_PLACE. */
int hooks_remove(const char *name);

/* Descriptors of the links, which keep the hooks attached when the pins are removed. How many. */
size_t hooks_hold(enum hooks_tier tier, int *links, size_t most);

/* A mark beside the pins: the hooks are not unloaded when the last run is over. -errno. */
int hooks_stay(enum hooks_tier tier);
bool hooks_are_to_stay(enum hooks_tier tier);

#endif
