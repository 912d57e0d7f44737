/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the running kernel says of its own types (BTF).
 */
#ifndef REIN_KERNEL_TYPES_H
#define REIN_KERNEL_TYPES_H

#include <bpf/btf.h>

/* Number of a type by its kind (BTF_KIND_*) and its whole name. -errno. */
int kernel_type(unsigned kind, const char *name);

#endif
