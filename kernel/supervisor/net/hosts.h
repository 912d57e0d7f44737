/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host names: which of the policy's name patterns an address meets, by what look-ups said.
 */
#ifndef REIN_HOSTS_H
#define REIN_HOSTS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "core/core.h"

/* Reads the name servers of this machine: only their answers are believed. */
void hosts_start(void);

/* An address (16 bytes, IPv4 mapped) is called `name`. */
void hosts_learn(const u8 ip[16], struct rein_bytes name);

/* Atoms of an address. They stay valid until the next hosts_learn(). */
const u16 *hosts_atoms(const u8 ip[16], u16 *n);

/* Whether it is port 53 of a name server. */
bool hosts_is_server(const struct sockaddr_storage *peer);

#endif
