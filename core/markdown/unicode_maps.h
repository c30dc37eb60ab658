#pragma once

/* md4c's tables of Unicode punctuation and case folding. The lists are md4c's own: cmake/Md4c.cmake moves them from its source to gen/md4c_maps.h. In the program they are packed,
 * a third of their size; unpacked they stand as md4c.c expects them. */

#include "gen/md4c_maps.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Writes all tables one behind the other: the punctuation, then source and target of the folding to one, two and three characters. */
void unpack_unicode_maps(unsigned* out);

#ifdef __cplusplus
}
#else

/* Only the number of values is wanted of the lists here. */
#define R(first, last) first, last
#define S(codepoint) codepoint
#define DESKBELL_MAP(name) unsigned name[sizeof((const unsigned[]){MD4C_##name}) / sizeof(unsigned)]
static struct {
    DESKBELL_MAP(PUNCT_MAP);
    DESKBELL_MAP(FOLD_MAP_1);
    DESKBELL_MAP(FOLD_MAP_1_DATA);
    DESKBELL_MAP(FOLD_MAP_2);
    DESKBELL_MAP(FOLD_MAP_2_DATA);
    DESKBELL_MAP(FOLD_MAP_3);
    DESKBELL_MAP(FOLD_MAP_3_DATA);
} unicode_maps;
#undef DESKBELL_MAP
#undef R
#undef S
#define PUNCT_MAP unicode_maps.PUNCT_MAP
#define FOLD_MAP_1 unicode_maps.FOLD_MAP_1
#define FOLD_MAP_1_DATA unicode_maps.FOLD_MAP_1_DATA
#define FOLD_MAP_2 unicode_maps.FOLD_MAP_2
#define FOLD_MAP_2_DATA unicode_maps.FOLD_MAP_2_DATA
#define FOLD_MAP_3 unicode_maps.FOLD_MAP_3
#define FOLD_MAP_3_DATA unicode_maps.FOLD_MAP_3_DATA

#endif
