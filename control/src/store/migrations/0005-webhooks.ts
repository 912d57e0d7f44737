import type { Step } from './step.js';

/** A delivery that arrived is not kept any more. */
export const webhooks: Step = async ({ run }) => {
  await run("delete from webhook where status = 'delivered'");
};
