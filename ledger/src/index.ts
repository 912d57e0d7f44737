export { BUNDLE_FORMAT } from './bundle/manifest.js';
export { formatOf } from './bundle/members.js';
export { encodeProof, PROOF_FORMAT, type ProofFile } from './bundle/proof-file.js';
export { canonicalize, type JsonValue } from './canonical.js';
export { CODES, type Code, type CodeId, type CodeName } from './codes.js';
export { type Diagnostic, LedgerError } from './diagnostic.js';
export type { Tip } from './entry/chain.js';
export {
  type Entry,
  type Fields,
  FORMAT_VERSION,
  GAP,
  GENESIS,
  RECOVER,
  SEAL,
} from './entry/entry.js';
export { parseEntry } from './entry/parse.js';
export { type FsckOptions, type FsckReport, fsck, type Problem } from './fsck/fsck.js';
export { decodeHead, type Head } from './head.js';
export { type KeyRecord, loadTrustedKeys, readKeySet } from './keys/key-set.js';
export { openUserKey, rotateUserKey } from './keys/user-key.js';
export { KEY_FILES, LEDGER_FILES } from './layout.js';
export { LIMITS } from './limits.js';
export { type Digest, EMPTY_ROOT, entryLeafHash, leafHash } from './merkle/hash.js';
export {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from './merkle/proof.js';
export { MerkleTree } from './merkle/tree.js';
export { type Checkpoint, checkpointOrigin, parseCheckpoint } from './note/checkpoint.js';
export { type Signer, type TrustedKey, verifierKey } from './note/key.js';
export { parsePublicKeys } from './note/public-keys.js';
export { type Export, type ExportOptions, exportBundle } from './read/export-bundle.js';
export { type ProveOptions, proveConsistency, proveEntry } from './read/prove.js';
export { readLedger } from './read/read-ledger.js';
export {
  hasWriter,
  type LedgerVerdict,
  type VerifyLedgerOptions,
  verifyLedger,
} from './read/verify-ledger.js';
export type { FsyncPolicy, Ledger, LedgerState } from './store/ledger.js';
export { type OpenOptions, openLedger } from './store/open-ledger.js';
export type { Recovery } from './store/recover.js';
export type { Fault, Faulty, Finding, Intact, VerifyResult } from './verify/result.js';
export {
  createVerifier,
  type Verifier,
  type VerifyOptions,
  verify,
  verifyBytes,
} from './verify/verify.js';
export {
  type BundleResult,
  type IntactBundle,
  type VerifyBundleOptions,
  verifyBundle,
} from './verify/verify-bundle.js';
export {
  type ProofResult,
  type ProvenConsistency,
  type ProvenEntry,
  verifyProof,
} from './verify/verify-proof.js';
