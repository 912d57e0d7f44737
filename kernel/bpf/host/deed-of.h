/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people are told of a record of the ring.
 */
#ifndef REIN_HOST_DEED_OF_H
#define REIN_HOST_DEED_OF_H

#include <stddef.h>

#include "bpf/shared.h"
#include "tell/deed.h"

/* Whether the ring holds a whole record there: nothing else may be asked about one. */
bool record_is_whole(const struct rein_record *record, size_t bytes);

/* It points into the record. */
void deed_of_record(const struct rein_record *record, struct deed *deed);

/* What a record is about: a path, or an endpoint's key. */
struct rein_bytes record_target(const struct rein_record *record);

#endif
