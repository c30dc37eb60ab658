#include "native/harness/opening.h"

#include <filesystem>
#include <fstream>

namespace deskbell {

namespace {

constexpr std::size_t piece = std::size_t{1} << 20;
/// Reading the file is this part of the work; the rest is parsing it.
constexpr double share_of_reading = 0.1;
/// What has been read when only the player is still to be made.
constexpr double almost = 0.99;

}  // namespace

struct Opening::Reading {
    std::ifstream file;
    std::size_t size = 0;
    std::string text;
    std::unique_ptr<FixtureReader> reader;
};

Opening::Opening(std::string path, std::string lang)
    : path_(std::move(path)), lang_(std::move(lang)), reading_(std::make_unique<Reading>()) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path_, error);
    if (!error && std::filesystem::is_regular_file(path_)) reading_->file.open(path_, std::ios::binary);
    if (!reading_->file.is_open()) {
        complaint_ = path_ + ": cannot be read" + (error ? ": " + error.message() : "");
    } else if (size > largest_file) {
        complaint_ = path_ + ": is larger than " + std::to_string(largest_file >> 20) + " MB";
    }
    reading_->size = complaint_.empty() ? static_cast<std::size_t>(size) : 0;
}

Opening::~Opening() = default;
Opening::Opening(Opening&&) noexcept = default;
Opening& Opening::operator=(Opening&&) noexcept = default;

bool Opening::fail(const FixtureError& error) {
    complaint_ = describe(path_, error);
    return false;
}

bool Opening::read_some() {
    if (!reading_->reader) {
        const std::size_t had = reading_->text.size();
        reading_->text.resize(had + piece);
        reading_->file.read(reading_->text.data() + had, static_cast<std::streamsize>(piece));
        reading_->text.resize(had + static_cast<std::size_t>(reading_->file.gcount()));
        if (reading_->file.bad()) {
            complaint_ = path_ + ": cannot be read";
            return false;
        }
        if (reading_->file.eof() || reading_->text.size() >= largest_file)
            reading_->reader = std::make_unique<FixtureReader>(reading_->text);
        return true;
    }
    const tl::expected<bool, FixtureError> more = reading_->reader->read_line();
    if (!more) return fail(more.error());
    if (*more) return true;
    auto player = Player::of(reading_->reader->take(), lang_);
    if (!player) return fail(player.error());
    player_ = std::make_unique<Player>(std::move(*player));
    return false;
}

bool Opening::work(const Player::TimeIsOver& time_is_over) {
    if (!complaint_.empty() || player_) return false;
    while (read_some()) {
        if (time_is_over()) return true;
    }
    return false;
}

double Opening::done() const {
    if (player_ || !complaint_.empty() || reading_->size == 0) return 1;
    const auto whole = static_cast<double>(reading_->size);
    if (!reading_->reader) return share_of_reading * static_cast<double>(reading_->text.size()) / whole;
    return share_of_reading + (almost - share_of_reading) * (1 - static_cast<double>(reading_->reader->left()) / whole);
}

tl::expected<Player, std::string> Opening::take() {
    if (!player_) return tl::unexpected<std::string>(complaint_);
    return std::move(*player_);
}

std::string describe(const std::string& path, const FixtureError& error) {
    return path + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + ": " + error.reason;
}

Player new_conversation(std::string_view lang, Millis start) {
    Fixture fixture;
    fixture.header = Value::object();
    fixture.start = start;
    fixture.header.set("deskbell", 1).set("title", "New conversation").set("lang", "en").set("start", fixture.start);
    fixture.header.set("user", Value::object().set("id", "visitor-1"));
    for (Value event :
         {Value::object().set("at", 0).set("event", "net").set("state", "connected"), Value::object().set("at", 0).set("event", "open")})
        fixture.events.push_back({static_cast<int>(fixture.events.size()) + 2, fixture.start, std::move(event), {}});
    // Nothing in it can be refused.
    return *Player::of(std::move(fixture), lang);
}

}  // namespace deskbell
