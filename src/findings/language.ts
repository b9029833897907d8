/** Languages of everything that a person reads; ids, field names and Go code are the same in both. */
export type Language = 'en' | 'zh';

/** One wording in every language. */
export type Text = Readonly<Record<Language, string>>;
