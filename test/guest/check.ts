/** Something that a kernel tier must hold, shown by a script in a guest. */
export interface Check {
  /** Short and unique: the id of its row. */
  readonly id: string;
  readonly says: string;
  /** Rules by name; `$P/NAME.img` is the compiled policy, `$D` the scratch folder in both. */
  readonly policies: Readonly<Record<string, string>>;
  /** Bash, outside of every run; `govern NAME [OPTION…] -- COMMAND…` starts one. Status 0: it holds. */
  readonly script: string;
}
