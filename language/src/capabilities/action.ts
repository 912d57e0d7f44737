/** One thing that an agent asks for, in the form that rules are asked about. */
import type { Scheme } from './capability.js';

export interface FileAction {
  readonly capability: 'fs.read' | 'fs.write' | 'fs.delete' | 'fs.list';
  /** As the agent wrote it. */
  readonly path: string;
  /** Of the content, where it is known before it is done. */
  readonly bytes?: number;
}

export interface FetchAction {
  readonly capability: 'net.fetch';
  readonly scheme: Scheme;
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** What the name led to; rules that refuse are asked about these too. */
  readonly addresses?: readonly string[];
  readonly method: string;
  /** Of the URL, `/` first, without what follows a `?`. */
  readonly path: string;
  /** Of the body that is sent. */
  readonly bytes?: number;
}

export interface ConnectAction {
  readonly capability: 'net.connect';
  readonly host: string;
  readonly port: number;
  readonly addresses?: readonly string[];
}

export interface SpawnAction {
  readonly capability: 'proc.spawn';
  /** A name that PATH finds, or a path: absolute, or below the workspace. */
  readonly program: string;
  /** Without the program. */
  readonly args: readonly string[];
  /** The file that it turned out to be; rules that refuse are asked about it too. */
  readonly resolved?: string;
}

export interface ToolAction {
  readonly capability: 'mcp.call';
  readonly server: string;
  readonly tool: string;
}

export interface SecretAction {
  readonly capability: 'secrets.read';
  readonly scope: string;
}

export type CapabilityAction =
  | FileAction
  | FetchAction
  | ConnectAction
  | SpawnAction
  | ToolAction
  | SecretAction;
