#pragma once

#include <md4c.h>

/// md4c's dialect here. Its own permissive autolinks stay off (see autolink.h). A macro, since md4c itself is compiled with it (cmake/Md4c.cmake), which is C.
#define DESKBELL_MARKDOWN_DIALECT \
    (MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS | MD_FLAG_HARD_SOFT_BREAKS)
