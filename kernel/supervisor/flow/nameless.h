/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is made without a name, and without a call that anybody hears of: pipes, files in memory.
 */
#ifndef REIN_NAMELESS_H
#define REIN_NAMELESS_H

#include "flow/file-id.h"

/* The labels that flow of all who have it open, where it is such a thing: what they know may be in
 * it, whenever it was made. */
u64 nameless_labels(const struct file_facts *facts);

#endif
