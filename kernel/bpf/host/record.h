/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of the ring as JSON: contract/src/events.ts.
 */
#ifndef REIN_HOST_RECORD_H
#define REIN_HOST_RECORD_H

#include "run.h"
#include "host/base/text.h"

/* What `record` says, as one JSON object. False for a record that makes no sense. */
bool record_json(const struct rein_image *image, const struct rein_record *record,
		 size_t bytes, struct text *json);

/* What the process that was refused is told. */
void record_feedback(const struct rein_image *image, const struct rein_record *record,
		     struct text *text);

#endif
