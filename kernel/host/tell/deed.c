// SPDX-License-Identifier: Apache-2.0
/*
 * What a deed is called.
 */
#include "base/clock.h"
#include "engine.h"
#include "tell/deed.h"

#define DENIED 0x100 /* where a print of these begins: no operations end there */

u64 print_of(const void *bytes, u32 len, u64 print)
{
	const u8 *at = bytes;

	for (u32 i = 0; i < len; i++)
		print = (print ^ at[i]) * 0x100000001b3u;
	return print;
}

u64 deed_print(const struct deed *deed, u64 print)
{
	struct rein_bytes name = deed->targets[0];

	if (deed->program)
		print = print_of(&deed->program, sizeof(deed->program), print);
	else
		print = print_of(name.at, name.len, print);
	return print_of(deed->args.at, deed->args.len, print);
}

/* 0: what is asked for is not known whole, so nothing is the same as it. */
static u64 denied_print(const struct deed *deed)
{
	if (deed->ops & REIN_OP(REIN_EXEC) && (!deed->args.len || deed->args_truncated))
		return 0;
	return deed_print(deed, DENIED + deed->ops);
}

void deed_denied(const struct deed *deed)
{
	deed->before->denied = denied_print(deed);
	deed->before->denied_ms = clock_ms();
}

bool deed_was_denied(const struct deed *deed)
{
	return deed->before->denied && deed->before->denied == denied_print(deed) &&
	       clock_ms() - deed->before->denied_ms < DENIED_MS;
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
