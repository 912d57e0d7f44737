#!/usr/bin/env python3
"""Verifies ledgers, written from docs/reference/ledger-format.md and nothing else.

usage: verify.py [--run RUN] [--live] [--key BASE64[,RETIRED]]... DIR...

Prints one line for each directory: "ok ENTRIES", or the name of the first failure and the number of
the entry it lies in, or "-". It is slow and reads everything into memory: it is there to be read.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys

MAX_LINE = 1048576
MAX_DEPTH = 32
ZEROS = "0" * 64


class Failure(Exception):
    def __init__(self, name, seq=None):
        super().__init__(name)
        self.name, self.seq = name, seq


# ---- Canonical JSON ----


def canonical_number(value):
    """A double as ECMAScript prints it, from the digits of Python's shortest form."""
    if isinstance(value, int):
        value = float(value)  # JSON has doubles only; too large an integer overflows here
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("not finite")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    n = len(digits)
    if n <= point <= 21:
        return sign + digits + "0" * (point - n)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = ("+" if point > 0 else "-") + str(abs(point - 1))
    return sign + digits[0] + ("." + digits[1:] if n > 1 else "") + "e" + power


def canonical(value, depth=0):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        value.encode("utf-8")  # fails for an unpaired surrogate
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return canonical_number(value)
    if depth >= MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"


def parse_canonical(data):
    """The value of bytes that are canonical JSON; ValueError for any others."""
    text = data.decode("utf-8")
    try:
        value = json.loads(text)
        if canonical(value).encode("utf-8") != data:
            raise ValueError("not canonical")
    except (RecursionError, OverflowError) as error:
        raise ValueError("not canonical") from error
    return value


# ---- The tree ----


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def root_of(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return sha256(b"\0", leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))


# ---- Ed25519, RFC 8032 section 5.1.7, with the arithmetic written out ----

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def point_add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g = 2 * t1 * t2 * D % P
    h = 2 * z1 * z2 % P
    return ((f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P)


def point_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_decode(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signature_is_good(public, text, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point_decode(public), point_decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    h = int.from_bytes(digest, "little") % ORDER
    (x1, y1, z1, _), (x2, y2, z2, _) = point_multiply(s, BASE), point_add(r, point_multiply(h, a))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


# ---- The checkpoint ----


def exact_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 is not exact")
    return data


def parse_checkpoint(data):
    """(origin, size, root, signed text, [(name, key id, signature)])"""
    if len(data) > 131072 or any(byte < 0x20 and byte != 0x0A for byte in data):
        raise ValueError("not a note")
    text = data.decode("utf-8")
    signed, blank, tail = text.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise ValueError("no signature")
    signed += "\n"
    signatures = []
    for line in tail[:-1].split("\n"):
        match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        if match is None:
            raise ValueError("not a signature line")
        blob = exact_base64(match.group(2))
        if len(blob) <= 4:
            raise ValueError("no signature")
        signatures.append((match.group(1), blob[:4], blob[4:]))
    if len(signatures) > 32:
        raise ValueError("too many signatures")
    origin, size, root, *more = signed[:-1].split("\n")
    if not origin or "" in more or not re.fullmatch(r"0|[1-9][0-9]*", size) or int(size) >= 2**53:
        raise ValueError("not a checkpoint")
    root = exact_base64(root)
    if len(root) != 32:
        raise ValueError("not a root")
    return origin, int(size), root, signed.encode("utf-8"), signatures


def signer_of(origin, text, signatures, keys):
    signers = []
    for name, key_id, signature in signatures:
        for public, retired in keys:
            expected = sha256(name.encode("utf-8") + b"\n\x01" + public)[:4]
            if name != origin or key_id != expected:
                continue
            if not signature_is_good(public, text, signature):
                raise Failure("bad-signature")
            signers.append((public, retired))
    if not signers:
        raise Failure("unknown-key")
    return next((signer for signer in signers if signer[1] is None), signers[0])


# ---- The entries ----

MEMBERS = {
    "v": lambda v: type(v) is int and v == 1,
    "run": lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", v),
    "seq": lambda v: type(v) is int and 0 <= v < 2**53,
    "time": lambda v: isinstance(v, str)
    and re.fullmatch(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\.[0-9]{3}Z", v),
    "kind": lambda v: isinstance(v, str) and re.fullmatch(r"[a-z][a-z0-9._-]{0,63}", v),
    "prev": lambda v: isinstance(v, str) and re.fullmatch(r"[0-9a-f]{64}", v),
    "hash": lambda v: isinstance(v, str) and re.fullmatch(r"[0-9a-f]{64}", v),
}


def read_entry(line, n):
    """The entry in a line that is one, for itself."""
    if len(line) > MAX_LINE:
        raise Failure("line-too-long", n)
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        raise Failure("not-utf8", n) from None
    try:
        entry = parse_canonical(line)
    except ValueError:
        raise Failure("not-canonical", n) from None
    if not isinstance(entry, dict):
        raise Failure("not-canonical", n)
    if not all(name in entry and proper(entry[name]) for name, proper in MEMBERS.items()):
        raise Failure("bad-entry", n)
    # The line is canonical, so cutting the member out is the same as writing the rest anew.
    rest = {name: value for name, value in entry.items() if name != "hash"}
    if sha256(canonical(rest).encode("utf-8")).hex() != entry["hash"]:
        raise Failure("altered", n)
    return entry


class State:
    def __init__(self, run):
        self.run, self.n, self.bytes, self.hash = run, 0, 0, ZEROS
        self.sealed, self.began, self.leaves = False, None, []


def take(state, line, later):
    entry = read_entry(line, state.n)
    n, seq = state.n, entry["seq"]
    if state.sealed:
        raise Failure("after-seal", n)
    if state.run is not None and entry["run"] != state.run:
        raise Failure("wrong-run", n)
    if seq > n:
        raise Failure("out-of-order" if comes_later(state, later) else "missing", n)
    if seq < n:
        raise Failure("duplicate", n)
    if entry["prev"] != state.hash:
        raise Failure("broken-link", n)
    state.run = entry["run"]
    state.began = state.began or entry["time"]
    state.hash = entry["hash"]
    state.sealed = entry["kind"] == "ledger-seal"
    state.leaves.append(bytes.fromhex(entry["hash"]))
    state.bytes += len(line) + 1
    state.n += 1


def comes_later(state, lines):
    for line in lines:
        try:
            entry = read_entry(line, 0)
        except Failure:
            continue
        if entry["seq"] == state.n and entry["prev"] == state.hash:
            return True
    return False


# ---- All together ----


def parse_head(data):
    if len(data) > 4096 or not data.endswith(b"\n"):
        raise ValueError("not a head")
    head = parse_canonical(data[:-1])
    if not isinstance(head, dict) or set(head) != {"v", "run", "entries", "hash", "root", "bytes"}:
        raise ValueError("not a head")
    proper = (
        all(MEMBERS[name](head[name]) for name in ("v", "run", "hash"))
        and MEMBERS["hash"](head["root"])
        and all(type(head[name]) is int and 0 <= head[name] < 2**53 for name in ("entries", "bytes"))
    )
    if not proper:
        raise ValueError("not a head")
    return head


def compare(state, head, checkpoint):
    at = None if state.n == 0 else state.n - 1
    if head is not None and head["entries"] == state.n:
        same = head["hash"] == state.hash and head["bytes"] == state.bytes
        same = same and state.run in (None, head["run"])
        if not same or head["root"] != root_of(state.leaves).hex():
            raise Failure("head-mismatch", at)
    if checkpoint is not None and checkpoint[1] == state.n:
        same = state.run is None or checkpoint[0] == "rein/" + state.run
        if not same or checkpoint[2] != root_of(state.leaves):
            raise Failure("checkpoint-mismatch", at)


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def verify(directory, run, keys, live):
    head_bytes = read_file(os.path.join(directory, "head.json"))
    note = read_file(os.path.join(directory, "checkpoint"))
    log = read_file(os.path.join(directory, "log.jsonl"))
    head = head_failure = checkpoint = signer = signature_failure = None
    try:
        if head_bytes is None:
            raise Failure("no-head")
        head = parse_head(head_bytes)
    except (Failure, ValueError) as error:
        head_failure = error if isinstance(error, Failure) else Failure("bad-head")
    if keys:
        try:
            if note is None:
                raise Failure("no-checkpoint")
            origin, size, root, text, signatures = parse_checkpoint(note)
            signer = signer_of(origin, text, signatures, keys)
            checkpoint = origin, size, root
        except (Failure, ValueError) as error:
            signature_failure = error if isinstance(error, Failure) else Failure("bad-checkpoint")

    *lines, rest = log.split(b"\n")
    state = State(run)
    compare(state, head, checkpoint)
    for index, line in enumerate(lines):
        take(state, line, lines[index + 1 :])
        compare(state, head, checkpoint)
    n = state.n
    if len(rest) > MAX_LINE:
        raise Failure("line-too-long", n)
    if head is not None and head["entries"] > n or checkpoint is not None and checkpoint[1] > n:
        raise Failure("truncated", n)
    if rest and not live:
        raise Failure("torn-tail", n)
    if head_failure is not None:
        raise head_failure
    if head["entries"] < n and not live:
        raise Failure("beyond-head", head["entries"])
    if signature_failure is not None:
        raise signature_failure
    if checkpoint is not None:
        if checkpoint[1] < n and not live:
            raise Failure("beyond-checkpoint", checkpoint[1])
        if signer[1] is not None and state.began is not None and state.began > signer[1]:
            raise Failure("retired-key")
    return n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("dirs", nargs="+")
    args = parser.parse_args()
    keys = []
    for key in args.key:
        public, _, retired = key.partition(",")
        keys.append((base64.b64decode(public), retired or None))
    failed = False
    for directory in args.dirs:
        try:
            print("ok", verify(directory, args.run, keys, args.live))
        except Failure as failure:
            failed = True
            print(failure.name, "-" if failure.seq is None else failure.seq)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
