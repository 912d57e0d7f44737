/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of a policy's name patterns a host name meets.
 */
#ifndef REIN_HOST_NAME_H
#define REIN_HOST_NAME_H

#include "engine.h"

/* The atoms, as many as an address may have; what is past that is counted. How many. */
u32 host_name_atoms(const struct rein_image *image, struct rein_bytes name,
		    u16 atoms[HOST_ATOMS_MAX]);

/* Adds what is not there yet. The new number; counted where there is no room. */
u32 host_atoms_add(u16 atoms[HOST_ATOMS_MAX], u32 n, const u16 *more, u32 n_more);

#endif
