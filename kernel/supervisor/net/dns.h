/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of name servers (RFC 1035): which addresses a look-up got.
 */
#ifndef REIN_DNS_H
#define REIN_DNS_H

#include "core/core.h"

/* Learns the addresses of one answer, for the name that was asked for and for each alias on the way
 * to them. Whatever is malformed is left. */
void dns_learn(const u8 *packet, u32 len);

#endif
