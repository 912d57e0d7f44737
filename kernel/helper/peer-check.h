/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rein-engine peers: for each connection that comes over Node's channel, who is at its other end
 * and whether it may decide, as a line of JSON in return.
 */
#ifndef REIN_PEER_CHECK_H
#define REIN_PEER_CHECK_H

/* Exit status. */
int peers_check(void);

#endif
