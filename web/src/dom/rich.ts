import { attachment, location } from './attachment';
import { card, field } from './card';
import { code_block } from './code_block';
import { form, input, select } from './form';
import { image } from './image';
import { rating, rating_option } from './rating';
import { table, table_cell, table_row } from './table';
import type { Drawers } from './view';

/** The kinds of nodes that a plain conversation has none of; late_kinds.ts names those that bring the others along. */
export const drawers = { attachment, card, code_block, field, form, image, input, location, rating, rating_option, select, table, table_cell, table_row } satisfies Partial<Drawers>;
