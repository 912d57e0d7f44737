/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a row does when it fires.
 */
#ifndef REIN_ACT_H
#define REIN_ACT_H

#include "access.h"
#include "matches.h"
#include "rows.h"

REIN_INLINE void rein_put_bit(u64 *words, u32 n_words, u32 bit)
{
	if (bit / 64 < n_words)
		words[bit / 64] |= 1ull << (bit % 64);
}

REIN_INLINE void rein_act(const struct rein_asking *asking, const struct rein_row *row)
{
	struct rein_verdict *verdict = asking->verdict;
	struct rein_gain *gain = asking->gain;
	u32 operand = row->operand;

	switch ((enum rein_action)row->action) {
	case REIN_ACT_RULE:
		rein_matches_add(asking->bits, verdict, row->owner, operand);
		break;
	case REIN_ACT_ADD_LABEL:
		rein_put_bit(row->flags & REIN_ROW_OBJECT ? &gain->object : &gain->add, 1, operand);
		break;
	case REIN_ACT_DROP_LABEL:
		rein_put_bit(&gain->drop, 1, operand);
		break;
	case REIN_ACT_LINEAGE:
		rein_put_bit(gain->lineage, REIN_LINEAGE_WORDS, operand);
		break;
	case REIN_ACT_GATE_OPEN:
		rein_put_bit(verdict->opens, REIN_GATE_WORDS, operand);
		break;
	case REIN_ACT_GATE_CLOSE:
		rein_put_bit(verdict->closes, REIN_GATE_WORDS, operand);
		break;
	case REIN_ACT_ARM_EXIT:
		rein_put_bit(verdict->next.exits, REIN_EXIT_WORDS, operand);
		break;
	case REIN_ACT_STAND:
		rein_put_bit(verdict->next.standing, REIN_STANDING_WORDS, operand);
		break;
	case REIN_ACT_STANDING_RULE:
		if (gain->settling)
			rein_matches_settle(asking->bits, row->owner);
		else if (!rein_matches_settled(asking->bits, row->owner))
			rein_matches_add(asking->bits, verdict, row->owner, operand);
		break;
	}
}

#endif
