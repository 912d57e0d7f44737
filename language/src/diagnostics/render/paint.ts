/** What a piece of a rendered diagnostic is, for whoever colours it. */
export type Role = 'error' | 'warning' | 'message' | 'gutter' | 'place' | 'help';

/** Colours `text`; the identity where there are no colours. */
export type Paint = (role: Role, text: string) => string;

export const plain: Paint = (_role, text) => text;
