/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest of exactly one action. A person approves what they saw: when the digest is another at
 * the moment of performing, the approval is void.
 */
#ifndef REIN_DIGEST_H
#define REIN_DIGEST_H

#include "base/sha256.h"
#include "decide/act.h"

void act_digest(const struct act *act, u8 digest[SHA256_BYTES]);

#endif
