// SPDX-License-Identifier: Apache-2.0
/*
 * A process carries numbers: of labels, gates, exits. They mean the same under another policy where
 * its tables begin with those of this one. What it met at its execs has no table: there are marks
 * of all of it, and nothing can be added, since no exec is asked about twice.
 */
#include "policy.h"

#include <stdlib.h>
#include <string.h>

#include "core/access.h"

/* Which operations each clause asks about: its rows say. */
static bool note_clause_ops(struct policy *policy)
{
	const struct rein_image *image = &policy->image;

	policy->clause_ops = calloc(rein_count(image, REIN_SEC_CLAUSES) + 1u, sizeof(u16));
	if (!policy->clause_ops)
		return false;
	for (u32 i = 0; i < rein_count(image, REIN_SEC_ROWS); i++) {
		struct rein_row row = rein_get_row(image, i);

		if (row.action == REIN_ACT_RULE)
			policy->clause_ops[row.owner] |= row.ops;
	}
	return true;
}

const char *policy_open(struct policy *policy, const void *blob, u64 bytes)
{
	enum rein_image_fault fault = rein_image_open(&policy->image, blob, bytes);

	policy->clause_ops = NULL;
	policy->first_clause = 0;
	if (fault != REIN_IMAGE_OK)
		return rein_image_error(fault);
	return note_clause_ops(policy) ? NULL : "no memory";
}

void policy_free(struct policy *policy)
{
	free(policy->clause_ops);
	*policy = (struct policy){ 0 };
}

static struct policy newest; /* its image and table are its keeper's */

void policy_use(const struct policy *policy)
{
	engine.image = policy->image;
	engine.clause_ops = policy->clause_ops;
	engine.first_clause = policy->first_clause;
	if (policy->first_clause >= newest.first_clause)
		newest = *policy;
}

void policy_use_newest(void)
{
	policy_use(&newest);
}

u32 policy_next_clause(void)
{
	u32 clauses = rein_count(&newest.image, REIN_SEC_CLAUSES);

	return newest.first_clause + (clauses ? clauses : 1);
}

static bool same_string(const struct rein_image *a, struct rein_span in_a,
			const struct rein_image *b, struct rein_span in_b)
{
	const u8 *strings_a = rein_section(a, REIN_SEC_STRINGS);
	const u8 *strings_b = rein_section(b, REIN_SEC_STRINGS);

	return in_a.len == in_b.len &&
	       !memcmp(strings_a + in_a.off, strings_b + in_b.off, in_a.len);
}

static bool begins_with(const struct rein_image *next, enum rein_section section)
{
	const struct rein_image *now = &engine.image;
	bool same = rein_count(next, section) >= rein_count(now, section);

	for (u32 i = 0; same && i < rein_count(now, section); i++) {
		if (section == REIN_SEC_LABELS)
			same = same_string(now, rein_get_label(now, i), next,
					   rein_get_label(next, i));
		else if (section == REIN_SEC_GATES)
			same = same_string(now, rein_get_gate(now, i).text, next,
					   rein_get_gate(next, i).text);
		else
			same = rein_get_exit(now, i).gate == rein_get_exit(next, i).gate &&
			       rein_get_exit(now, i).status == rein_get_exit(next, i).status;
	}
	return same;
}

const char *policy_keeps_state(const struct policy *next)
{
	const struct rein_header *now = engine.image.header;
	const struct rein_header *then = next->image.header;

	if (!begins_with(&next->image, REIN_SEC_LABELS))
		return "its labels do not begin with those of the policy in use";
	if (!begins_with(&next->image, REIN_SEC_GATES) ||
	    !begins_with(&next->image, REIN_SEC_EXITS))
		return "its gates do not begin with those of the policy in use";
	if (then->lineage_words && (then->lineage_words != now->lineage_words ||
				    then->lineage_mark != now->lineage_mark))
		return "its `lineage-includes` are not those of the policy in use, and what runs "
		       "was not compared with them";
	if (then->standing_words && (then->standing_words != now->standing_words ||
				     then->standing_mark != now->standing_mark))
		return "its `exec` clauses that ask for a label are not those of the policy in "
		       "use, and what runs was not compared with them";
	return NULL;
}
