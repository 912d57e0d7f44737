/**
 * The policy of `rein init`. It must not get in the way of a real agent: nothing here stops reading
 * or editing the project, calling the model, installing packages or running tools, and no label
 * spreads from a read to a connection.
 */
export const STARTER = `# What agents may do in this project. Each rule says why; the agent is told the reason.
#   rein check --explain    what each line does on this machine
#   rein run -- claude      run an agent under it
#   rein why                what was refused, and what to do instead
version: 1
policy: |
  # A person looks at what leaves this machine: the push waits until \`rein approve\`.
  rule ask-before-push:
    ask exec "git" "push"
    because "A person looks at what leaves this machine."

  # History that others have is not rewritten.
  rule no-forced-push:
    block exec "git" "push" "--force*"
    block exec "git" "push" "-f"
    because "Others build on what is pushed. Push without force."

  # Keys are used by the tools they belong to, and are not read by anything else.
  rule keys-stay-private:
    block read "~/.ssh/id_*" unless lineage-includes exec "{ssh,ssh-add,ssh-keygen,ssh-agent}"
    block read "~/.aws/credentials" unless lineage-includes exec "aws"
    block read "~/.gnupg/private-keys-v1.d/**" unless lineage-includes exec "{gpg,gpg2,gpg-agent}"
    because "Private keys are for the tools they belong to. Use the tool; do not read the key."

  # The machine itself is not part of the task.
  rule leave-the-system:
    block write "/etc/**"
    block write "/boot/**"
    block write "/usr/bin/**"
    block write "/usr/sbin/**"
    because "The task is this project. Ask a person to change the system."

  # More to choose from; take the hash off and put your own names in.
  #
  # rule test-before-commit:
  #   block exec "git" "commit" unless after exec "npm" "test" exits 0 since write "src/**"
  #   because "Sources changed since the tests last passed. Run \`npm test\`, then commit."
  #
  # rule docs-follow-api:
  #   notify write "src/api/**"
  #   because "docs/api.md describes this folder. Update it in the same commit."
  #
  # rule stay-in-the-project:
  #   block write "~/**" unless target "./**" or target "~/.claude.json*"
  #     or target "~/.{claude,codex,cache,npm}{,/**}"
  #   because "Work inside the project folder."
`;
