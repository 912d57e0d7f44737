/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another policy for the run, from the file in its folder.
 */
#ifndef REIN_SWAP_H
#define REIN_SWAP_H

/* NULL when every decision from now on is by the new one; else why nothing has changed. */
const char *swap_policy(void);

#endif
