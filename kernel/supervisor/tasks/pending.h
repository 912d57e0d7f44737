/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals for callers that wait in a call for long.
 */
#ifndef REIN_PENDING_H
#define REIN_PENDING_H

/* Lets callers that are held, or whose call is on an errand, take the signals that wait for them.
 * To be asked every SIGNAL_POLL_MS while pending_wanted(). */
void pending_serve(void);
int pending_wanted(void);

#endif
