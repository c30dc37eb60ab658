#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/i18n/catalogue.h"
#include "gen/catalogues.h"

using namespace deskbell;

namespace {

Catalogue catalogue_of(std::string_view lang) {
    Catalogue catalogue;
    REQUIRE(catalogue.load(parse_json(embedded_catalogue(lang)).value()));
    return catalogue;
}

std::string unread(std::string_view lang, std::int64_t count) {
    return catalogue_of(lang).counted(Text::label_open_unread, "count", count);
}

}  // namespace

TEST_CASE("a number chooses the form of its text") {
    CHECK(unread("en", 0) == "Open chat, 0 unread messages");
    CHECK(unread("en", 1) == "Open chat, 1 unread message");
    CHECK(unread("en", 2) == "Open chat, 2 unread messages");
    CHECK(unread("en", 101) == "Open chat, 101 unread messages");
}

TEST_CASE("a language without forms has one text") { CHECK(unread("ja", 1) == "チャットを開く、未読メッセージ1件"); }

TEST_CASE("Russian looks at the last two digits") {
    for (const std::int64_t one : {1, 21, 101, 1001}) CHECK(unread("ru", one).ends_with("непрочитанное сообщение"));
    for (const std::int64_t few : {2, 4, 23, 102, 1234}) CHECK(unread("ru", few).ends_with("непрочитанных сообщения"));
    for (const std::int64_t many : {0, 5, 11, 12, 14, 111, 1112, 1000000}) CHECK(unread("ru", many).ends_with("непрочитанных сообщений"));
}

TEST_CASE("Arabic has words for none, one and two, and they need no number") {
    CHECK(unread("ar", 0).find('0') == std::string::npos);
    CHECK(unread("ar", 1) == "فتح المحادثة، رسالة واحدة غير مقروءة");
    CHECK(unread("ar", 2) == "فتح المحادثة، رسالتان غير مقروءتين");
    CHECK(unread("ar", 3) == "فتح المحادثة، 3 رسائل غير مقروءة");
    CHECK(unread("ar", 11) == "فتح المحادثة، 11 رسالة غير مقروءة");
    CHECK(unread("ar", 103) == "فتح المحادثة، 103 رسائل غير مقروءة");
}

TEST_CASE("Spanish says millions otherwise") {
    CHECK(unread("es", 1) == "Abrir el chat, 1 mensaje sin leer");
    CHECK(unread("es", 2000000) == "Abrir el chat, 2000000 de mensajes sin leer");
    CHECK(unread("es", 2000001) == "Abrir el chat, 2000001 mensajes sin leer");
}

TEST_CASE("a text without forms is counted as well") {
    CHECK(catalogue_of("en").counted(Text::notice_queue, "position", 3) == "You are number 3 in the queue");
    CHECK(catalogue_of("ru").counted(Text::notice_queue, "position", 3) == "Ваш номер в очереди: 3");
}

TEST_CASE("Persian has digits of its own") {
    CHECK(catalogue_of("fa").counted(Text::notice_queue, "position", 1234567890) == "شمارهٔ شما در صف: ۱۲۳۴۵۶۷۸۹۰");
    CHECK(catalogue_of("hi").counted(Text::notice_queue, "position", 12) == "कतार में आपका नंबर 12 है");
}

TEST_CASE("before its file is loaded a catalogue has nothing to say") {
    CHECK(Catalogue().counted(Text::label_open_unread, "count", 3).empty());
}

TEST_CASE("the file of another build is refused") {
    Catalogue catalogue;
    const auto loaded = catalogue.load(parse_json(R"({"lang":"en","dir":"ltr","texts":["one"]})").value());
    REQUIRE(!loaded);
    CHECK(loaded.error().code == ErrorCode::bad_catalogue);
    CHECK(!catalogue.is_loaded());
}
