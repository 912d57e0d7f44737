#!/usr/bin/env python3
"""Speaks the engine's frames and really runs the command, but decides nothing.

What the tests need of an engine is its side of the life of a run: processes that it adopts when
their parents end, holds that wait for an answer, frames. TEST_HOLDS in the command's environment
says how many holds are raised when the command has started; when all are settled, the file
`settled` in the working directory says how, one line each.
"""
import ctypes
import json
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from datetime import datetime, timezone

READY, STARTED, EVENT, EXITED, EMPTY, REPLY = 1, 2, 3, 4, 5, 7
MADE, OUT, ERR, ENDED, FAILED = 21, 22, 23, 24, 25
START, READ = 121, 124
IMAGE, GO, LIST, DECIDE, CANCEL = 101, 102, 110, 111, 113
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

options = sys.argv[2:sys.argv.index('--')]
command = sys.argv[sys.argv.index('--') + 1:]
setting = dict(zip(options[::2], options[1::2]))
wait_seconds = float(setting['--ask'].split('=')[1])
link = socket.socket(fileno=int(setting['--fd']))
linked = True


def say(kind, value, to=None):
    global linked
    payload = json.dumps(value).encode()
    try:
        (to or link).sendall(struct.pack('<II', len(payload), kind) + payload)
    except OSError:
        if to is None:
            linked = False


def receive(peer):
    def exactly(count):
        data = b''
        while len(data) < count:
            piece = peer.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data
    length, kind = struct.unpack('<II', exactly(8))
    return kind, exactly(length)


def spelt(number):
    digits = 'abcdefghijklmnopqrstuvwxyz234567'
    return ''.join(digits[number >> (5 * place) & 31] for place in range(4, -1, -1))


def stamp(seconds):
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')


def event(**more):
    say(EVENT, {
        'time': stamp(time.time()), 'effect': 'ask', 'clauses': [0], 'more': 0, 'decisive': 0,
        'call': 'execve', 'op': 'exec', 'feedback': '', 'pid': child.pid, 'ppid': os.getpid(),
        'exe': '/bin/true', 'cwd': os.getcwd(), 'labels': ['AGENT', 'COMMAND'], **more})


holds = {}
settled = []


def hold(number):
    held = {
        'kind': 'hold', 'id': spelt(number), 'digest': f'{number:064x}', 'target': f'/bin/hold-{number}',
        'argv': ['hold', str(number)], 'expires': stamp(time.time() + wait_seconds)}
    holds[number] = (held, time.time() + wait_seconds)
    event(**held)


def settle(number, outcome, by, reason):
    held, _ = holds.pop(number)
    settled.append(f'{number} {outcome} {reason}')
    event(kind='match', target=held['target'], outcome=outcome,
          hold={'id': spelt(number), 'by': by, 'reason': reason})
    if not holds:
        with open('settled.new', 'w') as file:
            file.write('\n'.join(settled) + '\n')
        os.rename('settled.new', 'settled')


def answer(peer):
    try:
        kind, payload = receive(peer)
    except (EOFError, OSError):
        choose.unregister(peer)
        peer.close()
        return
    if kind == LIST:
        say(REPLY, {'holds': [held for held, _ in holds.values()]}, peer)
    elif kind == DECIDE:
        number, verdict = struct.unpack('<QB', payload[:9])
        if number in holds:
            settle(number, 'approved' if verdict else 'denied', 'uid 0', payload[9:].decode())
            say(REPLY, {'ok': True}, peer)
        else:
            say(REPLY, {'ok': False, 'code': 'no-hold', 'message': 'no such hold'}, peer)
    else:
        say(REPLY, {'ok': False, 'code': 'bad-frame', 'message': 'not known here'}, peer)


def told():
    try:
        kind, _ = receive(link)
    except (EOFError, OSError):
        choose.unregister(link)
        return
    if kind == CANCEL:
        end_children()


def end_children():
    with open('/proc/thread-self/children') as file:
        for pid in file.read().split():
            os.kill(int(pid), signal.SIGKILL)


kind, _ = receive(link)
assert kind == IMAGE
control = socket.socket(socket.AF_UNIX)
folder = os.open(setting['--run-dir'], os.O_RDONLY)
control.bind(f'/proc/self/fd/{folder}/control.sock')
control.listen(64)
say(READY, {'abi': 1, 'tier': 'supervisor', 'pid': os.getpid(), 'checks': []})
kind, _ = receive(link)
while kind != GO:
    kind, _ = receive(link)


def starter(orders):
    """The run's starter; programs begin before they may, which nothing here decides about."""
    talking = threading.Lock()

    def tell(kind, number, more):
        with talking:
            orders.sendall(struct.pack('<III', 4 + len(more), kind, number) + more)

    def see_off(number, made):
        out, err = made.communicate()
        tell(OUT, number, out)
        tell(ERR, number, err)
        code = made.returncode
        tell(ENDED, number, struct.pack('<i', code << 8 if code >= 0 else -code))
    try:
        while True:
            kind, payload = receive(orders)
            if kind == READ:
                tell(ENDED, struct.unpack('<I', payload[:4])[0], struct.pack('<i', 0))
            if kind != START:
                continue
            number, argc, _ = struct.unpack('<III', payload[:12])
            cwd, program, *words = [word.decode() for word in payload[12:].split(b'\0')[:-1]]
            argv, variables = words[:argc], dict(word.split('=', 1) for word in words[argc:])
            made = subprocess.Popen(argv, executable=program, cwd=cwd, env=variables,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE)
            tell(MADE, number, struct.pack('<i', made.pid))
            threading.Thread(target=see_off, args=(number, made), daemon=True).start()
    except (EOFError, OSError):
        os._exit(0)


def leave_starter():
    orders = socket.socket(fileno=int(setting['--starter']))
    pid = os.fork()
    if pid == 0:
        link.close()
        starter(orders)
    orders.close()
    return pid


class Starter:
    def __init__(self, pid):
        self.pid = pid


try:
    left = leave_starter() if '--starter' in setting else None
    child = subprocess.Popen(command) if command else Starter(left)
except OSError:
    say(EXITED, {'code': 127, 'status': 127})
    child = None
choose = selectors.DefaultSelector()
choose.register(control, selectors.EVENT_READ)
choose.register(link, selectors.EVENT_READ)
if child is not None:
    say(STARTED, {'pid': child.pid})
    for number in range(1, int(os.environ.get('TEST_HOLDS', '0')) + 1):
        hold(number)

while child is not None:
    for key, _ in choose.select(0.02):
        if key.fileobj is control:
            peer, _ = control.accept()
            choose.register(peer, selectors.EVENT_READ)
        elif key.fileobj is link:
            told()
        else:
            answer(key.fileobj)
    for number in [number for number, (_, until) in holds.items() if until < time.time()]:
        settle(number, 'expired', '', '')
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == child.pid:
                code = os.waitstatus_to_exitcode(status)
                say(EXITED, {'code': code, 'status': code} if code >= 0
                    else {'code': 128 - code, 'signal': -code})
    except ChildProcessError:
        break

say(EMPTY, {'counters': {
    'decisions': 0, 'matches': 0, 'held': 0, 'events_lost': 0, 'feedback_unwritten': 0,
    'continued': 0, 'labels_dropped': 0, 'processes': 1}})
