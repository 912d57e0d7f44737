// SPDX-License-Identifier: Apache-2.0
/*
 * What a deed is called.
 */
#include "engine.h"
#include "tell/deed.h"

u64 print_of(const void *bytes, u32 len, u64 print)
{
	const u8 *at = bytes;

	for (u32 i = 0; i < len; i++)
		print = (print ^ at[i]) * 0x100000001b3u;
	return print;
}

const char *op_name(enum rein_op op)
{
	static const char *const names[] = { "exec", "read", "write", "unlink", "connect", "recv" };

	return op < REIN_OPS ? names[op] : "exec";
}

enum rein_op main_op(u32 ops)
{
	static const enum rein_op order[] = { REIN_EXEC,    REIN_UNLINK, REIN_WRITE,
					      REIN_CONNECT, REIN_READ,	 REIN_RECV };

	for (u32 i = 0; i < REIN_OPS; i++) {
		if (ops & REIN_OP(order[i]))
			return order[i];
	}
	return REIN_EXEC;
}

enum rein_op deed_op(const struct deed *deed)
{
	u32 asked = engine.clause_ops[deed->decisive] & deed->ops;

	return main_op(asked ? asked : deed->ops);
}

bool deed_is_late(const struct deed *deed)
{
	return !(engine.clause_ops[deed->decisive] & deed->ops);
}
