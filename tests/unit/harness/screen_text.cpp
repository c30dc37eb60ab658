#include "tests/unit/harness/screen_text.h"

#include "widget/text/text_renderer.h"

namespace deskbell {

std::string screen_text(const Player& player) {
    const View& view = player.view();
    return screen_to_text({view.header(), view.rows(), view.composer(), view.launcher()});
}

}  // namespace deskbell
