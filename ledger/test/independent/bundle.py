#!/usr/bin/env python3
"""Verifies bundles and proofs, written from docs/reference/ledger-format.md and nothing else.

usage: bundle.py --key BASE64[,RETIRED]... FILE...

Prints one line for each file: "ok ENTRIES", or the name of the first failure and the number of the
entry it lies in, or "-". Signatures are verified by the openssl program.
"""

import argparse
import base64
import os
import subprocess
import sys
import tempfile

import verify
from verify import Failure, State, compare, parse_canonical, read_entry, sha256, take

FIRST_LINE_MAX = 33554432
# A public key of Ed25519 as X.509 has it: this, then the 32 bytes (RFC 8410).
SPKI = bytes.fromhex("302a300506032b6570032100")


def openssl_says(public, text, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("key", "text", "signature")}
        for name, data in (("key", SPKI + public), ("text", text), ("signature", signature)):
            with open(paths[name], "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
        command += ["-inkey", paths["key"], "-in", paths["text"], "-sigfile", paths["signature"]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


verify.signature_is_good = openssl_says


def object_of(line, failure):
    try:
        value = parse_canonical(line) if len(line) <= FIRST_LINE_MAX else None
    except ValueError:
        value = None
    if not isinstance(value, dict) or not isinstance(value.get("format"), str):
        raise Failure(failure)
    return value


def signed(note, keys):
    """(origin, size, root, signer) of a note that a trusted key signed."""
    try:
        origin, size, root, text, signatures = verify.parse_checkpoint(note.encode("utf-8"))
    except ValueError:
        raise Failure("bad-checkpoint") from None
    return origin, size, root, verify.signer_of(origin, text, signatures, keys)


# ---- Bundles ----


def check_keys(bundle):
    name = "rein/" + bundle["run"]
    _, _, _, _, signatures = verify.parse_checkpoint(bundle["checkpoint"].encode("utf-8"))
    for key in bundle["keys"]:
        found, key_id, data = key.split("+", 2)
        data = verify.exact_base64(data)
        if found != name or data[:1] != b"\x01" or len(key_id) != 8 or key_id != key_id.lower():
            raise ValueError("not a key")
        expected = sha256(name.encode("utf-8") + b"\n" + data)[:4]
        if bytes.fromhex(key_id) != expected:
            raise ValueError("not the key's id")
        if (name, expected) not in [signature[:2] for signature in signatures]:
            raise ValueError("it did not sign")


def read_manifest(line):
    bundle = object_of(line, "bad-bundle")
    if bundle["format"] != "rein-bundle/1":
        raise Failure("unknown-format")
    try:
        if not {"format", "run", "checkpoint", "keys"} <= set(bundle) <= {"format", "run", "checkpoint", "keys", "policy"}:
            raise ValueError("members")
        if not isinstance(bundle["checkpoint"], str) or not isinstance(bundle.get("policy", ""), str):
            raise ValueError("members")
        if not verify.MEMBERS["run"](bundle["run"]) or not isinstance(bundle["keys"], list):
            raise ValueError("members")
        check_keys(bundle)
    except (ValueError, TypeError, AttributeError):
        raise Failure("bad-bundle") from None
    return bundle


def verify_bundle(data, keys):
    first, newline, log = data.partition(b"\n")
    if not newline:
        raise Failure("bad-bundle")
    bundle = read_manifest(first)
    failure = checkpoint = None
    try:
        origin, size, root, signer = signed(bundle["checkpoint"], keys)
        checkpoint = origin, size, root
    except Failure as found:
        failure = found
    *lines, rest = log.split(b"\n")
    state = State(bundle["run"])
    digest = None
    compare(state, None, checkpoint)
    for index, line in enumerate(lines):
        take(state, line, lines[index + 1 :])
        digest = parse_canonical(line).get("policy_digest") or digest
        compare(state, None, checkpoint)
    if checkpoint is not None and size > state.n:
        raise Failure("truncated", state.n)
    if rest:
        raise Failure("torn-tail", state.n)
    if failure is not None:
        raise failure
    if size < state.n:
        raise Failure("beyond-checkpoint", size)
    if signer[1] is not None and state.began is not None and state.began > signer[1]:
        raise Failure("retired-key")
    if "policy" in bundle and sha256(bundle["policy"].encode("utf-8")).hex() != digest:
        raise Failure("bundle-mismatch")
    return state.n


# ---- Proofs: RFC 9162 sections 2.1.3.2 and 2.1.4.2, the recursive way round ----


def split(size):
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def root_by_path(leaf, index, size, path):
    """The root that a leaf and its audit path give; the path ends at the top."""
    if size == 1:
        if path:
            raise ValueError("a hash too many")
        return leaf
    if not path:
        raise ValueError("a hash is missing")
    k = split(size)
    if index < k:
        return sha256(b"\1", root_by_path(leaf, index, k, path[:-1]), path[-1])
    return sha256(b"\1", path[-1], root_by_path(leaf, index - k, size - k, path[:-1]))


def roots_by_path(earlier, size, earlier_root, path, whole=True):
    """The earlier and the later root that a consistency proof gives."""
    if earlier == size:
        if whole:
            if path:
                raise ValueError("a hash too many")
            return earlier_root, earlier_root
        if len(path) != 1:
            raise ValueError("a hash too many or too few")
        return path[0], path[0]
    if not path:
        raise ValueError("a hash is missing")
    k = split(size)
    if earlier <= k:
        old, new = roots_by_path(earlier, k, earlier_root, path[:-1], whole)
        return old, sha256(b"\1", new, path[-1])
    old, new = roots_by_path(earlier - k, size - k, earlier_root, path[:-1], False)
    return sha256(b"\1", path[-1], old), sha256(b"\1", path[-1], new)


def read_proof(data):
    if data[-1:] != b"\n":
        raise Failure("bad-proof")
    proof = object_of(data[:-1], "bad-proof")
    if proof["format"] != "rein-proof/1":
        raise Failure("unknown-format")
    hashes = proof.get("hashes")
    if not isinstance(proof.get("checkpoint"), str) or not isinstance(hashes, list) or len(hashes) > 128:
        raise Failure("bad-proof")
    if not all(verify.MEMBERS["hash"](value) for value in hashes):
        raise Failure("bad-proof")
    about = set(proof) - {"format", "checkpoint", "hashes"}
    if about == {"entry", "index"}:
        proper = isinstance(proof["entry"], str) and verify.MEMBERS["seq"](proof["index"])
    else:
        earlier = proof.get("earlier")
        tree = isinstance(earlier, dict) and set(earlier) == {"entries", "root"}
        tree = tree and verify.MEMBERS["seq"](earlier["entries"]) and verify.MEMBERS["hash"](earlier["root"])
        proper = about == {"earlier"} and (isinstance(earlier, str) or tree)
    if not proper:
        raise Failure("bad-proof")
    return proof, [bytes.fromhex(value) for value in hashes]


def verify_proof(data, keys):
    proof, path = read_proof(data)
    origin, size, root, _ = signed(proof["checkpoint"], keys)
    if "entry" in proof:
        index = proof["index"]
        entry = read_entry(proof["entry"].encode("utf-8"), index)
        at, holds = index, "rein/" + entry["run"] == origin and entry["seq"] == index < size
        expected = lambda: root_by_path(sha256(b"\0", bytes.fromhex(entry["hash"])), index, size, path) == root
    else:
        at, earlier = None, proof["earlier"]
        if isinstance(earlier, str):
            name, count, before, _ = signed(earlier, keys)
            holds = name == origin
        else:
            count, before, holds = earlier["entries"], bytes.fromhex(earlier["root"]), True
        holds = holds and count <= size
        if count == 0:
            expected = lambda: before == sha256() and not path
        else:
            expected = lambda: roots_by_path(count, size, before, path) == (before, root)
    try:
        if not holds or not expected():
            raise ValueError("another root")
    except ValueError:
        raise Failure("proof-mismatch", at) from None
    return size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    keys = []
    for key in args.key:
        public, _, retired = key.partition(",")
        keys.append((base64.b64decode(public), retired or None))
    failed = False
    for path in args.files:
        with open(path, "rb") as file:
            data = file.read()
        try:
            check = verify_proof if path.endswith(".proof") else verify_bundle
            print("ok", check(data, keys))
        except Failure as failure:
            failed = True
            print(failure.name, "-" if failure.seq is None else failure.seq)
    sys.exit(1 if failed else 0)


main()
