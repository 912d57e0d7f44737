import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { createPlace, policy } from './place.js';
import { onTerminal } from './terminal.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const rein = `'${process.execPath}' '${REIN}'`;
const project = () =>
  createPlace({ 'rein.yaml': policy('rule r:\n  block exec "nothing"\n  because "x"') });

describe('HC8: signals', () => {
  it.each([
    ['SIGTERM', 'got TERM'],
    ['SIGINT', 'got INT'],
    ['SIGHUP', 'got HUP'],
  ] as const)(
    '%s to rein reaches the command, and rein tells how it ended',
    async (signal, said) => {
      const place = project();
      const script =
        'for s in TERM INT HUP; do trap "echo got $s; exit 3" $s; done; echo up; while :; do sleep 0.05; done';
      const child = spawn(process.execPath, [REIN, 'run', '--', 'bash', '-c', script], {
        cwd: place.project,
        env: { ...process.env, NO_COLOR: '1', ...place.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A session of its own has no terminal: a SIGINT can only have been sent to rein.
        detached: true,
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => {
        out += String(chunk);
      });
      child.stderr.on('data', (chunk) => {
        err += String(chunk);
      });
      const closed = once(child, 'close');
      await vi.waitFor(() => expect(out).toContain('up'), 20_000);
      child.kill(signal);
      const [code]: unknown[] = await closed;
      expect([code, out]).toEqual([3, `up\n${said}\n`]);
      expect(err).toContain('exit code 3');
    },
  );
});

describe('HC8: the terminal', () => {
  it('is the command’s own', async () => {
    const place = project();
    const script =
      'test -t 0 && test -t 1 && test -t 2 && stty size >/dev/null && read x && echo "read $x"';
    const terminal = onTerminal(`${rein} run -- sh -c '${script}'`, {
      cwd: place.project,
      env: place.env,
    });
    terminal.type('hello\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown()).toContain('read hello');
  });

  it('sends Ctrl-C to the command once, and rein survives it', async () => {
    const place = project();
    // Not bash: it forgets a signal that comes between its fork of a command and that one's exec.
    const script =
      'let n = 0; process.on("SIGINT", () => console.log("int " + ++n)); console.log("up"); setTimeout(() => process.exit(5), 2000)';
    const terminal = onTerminal(`${rein} run -- '${process.execPath}' -e '${script}'`, {
      cwd: place.project,
      env: place.env,
    });
    await terminal.see('up');
    terminal.type('\x03');
    expect(await terminal.ended).toBe(5);
    expect(terminal.shown()).toContain('int 1');
    expect(terminal.shown()).not.toContain('int 2');
    expect(terminal.shown()).toContain('exit code 5');
  });

  it('stops with Ctrl-Z and goes on with fg, as a job of the shell', async () => {
    const place = project();
    const terminal = onTerminal('bash --norc --noprofile -i', {
      cwd: place.project,
      env: { ...place.env, PS1: '$ ' },
    });
    terminal.type(`${rein} run -- bash -c 'echo up-$((40+2)); sleep 2; echo late-$((40+3))'\r`);
    // The shell echoes what was typed; only the command can do the sum.
    await terminal.see('up-42');
    terminal.type('\x1a');
    await terminal.see('Stopped');
    terminal.type('fg\r');
    await terminal.see('late-43');
    await terminal.see('exit code 0');
    terminal.type('exit\r');
    expect(await terminal.ended).toBe(0);
  });
});
