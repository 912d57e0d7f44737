/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seccomp filter of a run, made from the table of calls for the policy that is loaded.
 */
#ifndef REIN_FILTER_H
#define REIN_FILTER_H

#include <linux/filter.h>

#include "core/core.h"

/* The program; 0 instructions when it would not fit. It lives as long as the process. */
struct sock_fprog filter_build(void);

/* What another policy wants to hear of and the filter that was built does not hand over, or what
 * the policy in use has let go for good: a phrase that says it of a policy that the run was under,
 * good until the next. NULL: nothing. */
const char *filter_lacks(const struct rein_image *image);

/* Installs it on the calling thread, which has no_new_privs. The listener, or -errno. */
int filter_install(const struct sock_fprog *program);

#endif
