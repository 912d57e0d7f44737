/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of files, by identity: renaming moves them, truncating does not clear them.
 */
#ifndef REIN_OBJECTS_H
#define REIN_OBJECTS_H

#include "flow/file-id.h"

u64 object_labels(const struct file_id *id);

/* Adds labels. true: some were new to it. */
bool object_add(const struct file_id *id, u64 labels);

/* Its last name is gone. It keeps its labels as long as a governed process has it open. */
void object_nameless(const struct file_id *id);

/* No object more can be given labels. What would need it is refused. */
bool objects_full(void);

#endif
