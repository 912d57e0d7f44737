/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of endpoints, by key.
 */
#ifndef REIN_ENDPOINTS_H
#define REIN_ENDPOINTS_H

#include <stdbool.h>

#include "core/core.h"

u64 endpoint_labels(struct rein_bytes key);
void endpoint_add(struct rein_bytes key, u64 labels);
/* No endpoint more can be given labels. What would need it is refused. */
bool endpoints_full(void);

#endif
