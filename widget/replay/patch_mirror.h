#pragma once

#include "core/base/result.h"
#include "core/base/value.h"

namespace deskbell {

/// What a host draws, kept as JSON by nothing but the patches that it gets. It shows that the patches alone lead to the screen that the session means.
class PatchMirror {
  public:
    /// Applies one patch of an output. Errors: unknown_row, missing_field, wrong_type (a path or place that is not there), unknown_event (no such patch); the detail
    /// names the patch.
    Result<void> apply(const Value& patch);

    /// The visitor types: the host knows what its own composer holds and is not told back.
    void note_draft(std::string_view text);

    const Value& rows() const { return rows_; }
    /// The last header, composer, launcher or language that came, or null.
    const Value& part(std::string_view name) const { return parts_[name]; }

  private:
    Result<std::size_t> index_of(const Value& patch) const;
    Result<void> apply_edits(Value& body, const Value& edits);

    Value rows_ = Value::array();
    Value parts_ = Value::object();
};

}  // namespace deskbell
