/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine peer: who is at the other end of descriptor 3, and whether it may decide, as JSON on
 * stdout.
 */
#ifndef REIN_PEER_CHECK_H
#define REIN_PEER_CHECK_H

/* Exit status. */
int peer_check(void);

#endif
