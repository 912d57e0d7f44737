/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine probe: what this machine can do, as JSON on stdout.
 */
#ifndef REIN_PROBE_H
#define REIN_PROBE_H

/* Exit status. */
int probe(void);

#endif
