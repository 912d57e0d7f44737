// SPDX-License-Identifier: Apache-2.0
/*
 * The part of classic BPF that the filter uses.
 */
#include <string.h>

#include "tests/supervisor/filter-sim.h"
#include "tests/test.h"

static u32 jump(const struct sock_filter *insn, u32 accumulator)
{
	switch (BPF_OP(insn->code)) {
	case BPF_JA:
		return insn->k;
	case BPF_JEQ:
		return accumulator == insn->k ? insn->jt : insn->jf;
	case BPF_JGE:
		return accumulator >= insn->k ? insn->jt : insn->jf;
	case BPF_JGT:
		return accumulator > insn->k ? insn->jt : insn->jf;
	case BPF_JSET:
		return accumulator & insn->k ? insn->jt : insn->jf;
	default:
		CHECK(!"a jump that the filter does not use");
		return 0;
	}
}

u32 filter_run(const struct sock_fprog *program, const struct seccomp_data *data, u32 *steps)
{
	u32 accumulator = 0;

	*steps = 0;
	for (u32 at = 0; at < program->len; at++) {
		const struct sock_filter *insn = &program->filter[at];

		++*steps;
		switch (BPF_CLASS(insn->code)) {
		case BPF_LD:
			CHECK(insn->k + 4 <= sizeof(*data) && insn->k % 4 == 0);
			memcpy(&accumulator, (const u8 *)data + insn->k, 4);
			break;
		case BPF_ALU:
			CHECK(BPF_OP(insn->code) == BPF_AND);
			accumulator &= insn->k;
			break;
		case BPF_JMP:
			at += jump(insn, accumulator);
			break;
		case BPF_RET:
			return insn->k;
		default:
			CHECK(!"an instruction that the filter does not use");
		}
	}
	CHECK(!"the filter ends without an answer");
	return 0;
}
