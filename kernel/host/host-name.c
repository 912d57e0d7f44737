// SPDX-License-Identifier: Apache-2.0
/*
 * A name is compared in lower case and without a dot at its end.
 */
#include "host-name.h"

#include <ctype.h>

#include "core/bits.h"

#define HOST_NAME_MAX_BYTES 255

u32 host_name_atoms(const struct rein_image *image, struct rein_bytes name,
		    u16 atoms[HOST_ATOMS_MAX])
{
	u8 lower[HOST_NAME_MAX_BYTES];
	u32 n = 0;

	while (name.len && name.at[name.len - 1] == '.')
		name.len--;
	if (!name.len || name.len > sizeof(lower))
		return 0;
	for (u32 i = 0; i < name.len; i++)
		lower[i] = (u8)tolower(name.at[i]);
	name.at = lower;
	rein_bits_clear(&engine.bits);
	rein_match(image, REIN_HOST, name, &engine.bits);
	for (u32 atom = rein_bits_next(&engine.bits, 0); atom != REIN_NO_BIT;
	     atom = rein_bits_next(&engine.bits, atom + 1)) {
		u16 one = (u16)atom;

		n = host_atoms_add(atoms, n, &one, 1);
	}
	return n;
}

u32 host_atoms_add(u16 atoms[HOST_ATOMS_MAX], u32 n, const u16 *more, u32 n_more)
{
	for (u32 i = 0; i < n_more; i++) {
		u32 at = 0;

		while (at < n && atoms[at] != more[i])
			at++;
		if (at == HOST_ATOMS_MAX) {
			engine.counters.labels_dropped++;
			continue;
		}
		atoms[at] = more[i];
		n += at == n;
	}
	return n;
}
