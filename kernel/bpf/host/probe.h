/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this kernel lets hooks refuse, found out by one that does.
 */
#ifndef REIN_HOST_PROBE_H
#define REIN_HOST_PROBE_H

#include <stdbool.h>

/* One sentence: why not, or what was seen. */
typedef char bpf_probe_detail[256];

bool bpf_probe_lsm(bpf_probe_detail detail);
bool bpf_probe_fmodret(bpf_probe_detail detail);
bool bpf_probe_observe(bpf_probe_detail detail);

/* Says why not, with what the kernel says to it if it says something; false. */
bool probe_says(bpf_probe_detail detail, const char *what, int error);

/* What all of them need: rights, BTF, a place for pins. */
bool bpf_probe_machine(bpf_probe_detail detail);

#endif
