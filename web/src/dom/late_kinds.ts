/** A patch, as the core's JSON text, with a kind of rich.ts. What people write stands in such a text with its quotation marks escaped. */
export const richNode = /"kind":"(attachment|card|code_block|field|form|image|input|location|rating|select|table)/;
