/** A value while it is being made, and nobody else has seen it: as `T`, but its maker may still set what it has. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };
