#pragma once

#include "core/markdown/markdown.h"
#include "widget/view/row.h"

namespace deskbell {

/// Makes `shown` the nodes of `now` and gives the edits that lead there, in order of application:
/// `{"edit":"attributes","path":[…],"node":…without children}`, `{"edit":"append_text","path":[…],"text":"…"}`,
/// `{"edit":"splice","path":[…parent, empty for the list itself],"at":i,"remove":n,"insert":[…]}`. A path is child indexes from the list down. Nodes that stay are not
/// mentioned, so a renderer keeps what it drew for them.
///
/// As the JSON of an array, since they cross to the page with every word of an answer; empty when nothing differs. `change`: of a markdown stream whose blocks `shown` were and `now` are, where
/// they may differ; only what lies behind it is looked at.
std::string grow_nodes(std::vector<Node>& shown, const std::vector<Node>& now, const MarkdownChange& change = {});

/// A row as JSON without its body.
Value row_head_to_json(const Row& row);

}  // namespace deskbell
