/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other ends of unix sockets: what is written to a socket pair is read from its peer.
 */
#ifndef REIN_PEERS_H
#define REIN_PEERS_H

#include "flow/file-id.h"

/* Asks the kernel for all connected unix sockets; peers_of() then tells. Good for one walk over
 * open descriptors. false: this kernel does not say (no unix_diag). */
bool peers_collect(void);

/* Inode of the socket that `ino` is connected to; 0: none. */
u64 peers_of(u64 ino);

#endif
