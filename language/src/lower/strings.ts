/** The strings of an image: UTF-8, each text once. */
import { utf8 } from '../glob/utf8.js';
import { SectionWriter, type SpanOf } from './section.js';

export class Strings {
  private readonly spans = new Map<string, SpanOf>();
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  of(text: string): SpanOf {
    const known = this.spans.get(text);
    if (known !== undefined) return known;
    const bytes = utf8(text);
    const span = { off: this.length, len: bytes.length };
    this.parts.push(bytes);
    this.length += bytes.length;
    this.spans.set(text, span);
    return span;
  }

  section(): SectionWriter {
    const section = new SectionWriter('strings', this.length);
    let at = 0;
    for (const part of this.parts) {
      section.bytes.set(part, at);
      at += part.length;
    }
    return section;
  }
}
