/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is left of root once everything is loaded.
 */
#ifndef REIN_HOST_CAPABILITIES_H
#define REIN_HOST_CAPABILITIES_H

/* To wake who is held, to copy the stderr of who is refused, to open the terminal behind it, and to
 * swap a policy. -errno. */
int capabilities_of_engine(void);
/* To wake who is held. -errno. */
int capabilities_of_keeper(void);

#endif
