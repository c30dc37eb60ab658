#include "widget/replay/stand_ins.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"

namespace deskbell {

namespace {

/// Telephone numbers have at least this many digits; shorter ones may hold no separators.
constexpr std::size_t least_phone_digits = 7;
/// Shorter numbers are the ordinals of a list, quantities, grades.
constexpr std::size_t least_number_digits = 3;
constexpr std::size_t least_term_bytes = 2;

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// What one decimal digit is written with: the script's zero in UTF-8 is `prefix` and the byte `zero`.
struct DigitScript {
    std::string_view prefix;
    unsigned char zero;
};
// ASCII, full width, Arabic-Indic, Persian, Devanagari, Bengali, Thai.
constexpr DigitScript digit_scripts[] = {{"", 0x30},         {"\xEF\xBC", 0x90}, {"\xD9", 0xA0},    {"\xDB", 0xB0},
                                         {"\xE0\xA5", 0xA6}, {"\xE0\xA7", 0xA6}, {"\xE0\xB9", 0x90}};

/// The bytes of the decimal digit at the start of `text`, or 0; `script` tells how it is written.
std::size_t digit_length(std::string_view text, const DigitScript** script = nullptr) {
    for (const DigitScript& each : digit_scripts) {
        if (!text.starts_with(each.prefix) || text.size() <= each.prefix.size()) continue;
        const auto last = static_cast<unsigned char>(text[each.prefix.size()]);
        if (last < each.zero || last > each.zero + 9) continue;
        if (script != nullptr) *script = &each;
        return each.prefix.size() + 1;
    }
    return 0;
}

/// A run of digits, or of digit groups with the separators of telephone numbers between them.
struct NumberRun {
    std::size_t bytes = 0;
    std::size_t digits = 0;
};

NumberRun plain_run(std::string_view text) {
    NumberRun run;
    while (const std::size_t length = digit_length(text.substr(run.bytes))) {
        run.bytes += length;
        ++run.digits;
    }
    return run;
}

NumberRun phone_run(std::string_view text) {
    NumberRun run;
    std::size_t at = text.starts_with("+") ? 1 : 0;
    std::size_t separators = 0;
    while (at < text.size()) {
        if (const std::size_t length = digit_length(text.substr(at))) {
            at += length;
            run.bytes = at;
            ++run.digits;
            separators = 0;
        } else if (std::string_view(" -./()").find(text[at]) != std::string_view::npos && ++separators <= 2) {
            ++at;
        } else {
            break;
        }
    }
    return run;
}

constexpr std::string_view schemes[] = {"https://", "http://", "www.", "blob:", "data:", "mailto:", "tel:"};

/// The bytes of the address at the start of `text`, or 0. It ends where markdown, quotes or white space do.
std::size_t address_length(std::string_view text) {
    for (const std::string_view scheme : schemes) {
        if (!same_letters(text.substr(0, scheme.size()), scheme)) continue;
        std::size_t end = text.find_first_of(" \t\r\n\"'<>()[]`|\\", scheme.size());
        if (end == std::string_view::npos) end = text.size();
        // Punctuation after an address belongs to the sentence; CJK full stops and commas as well.
        while (end > scheme.size() && std::string_view(".,;:!?*_~").find(text[end - 1]) != std::string_view::npos) --end;
        for (const std::string_view stop : {"\xE3\x80\x82", "\xEF\xBC\x8C"}) end = std::min(end, text.substr(0, end).find(stop));
        return end > scheme.size() ? end : 0;
    }
    return 0;
}

/// The bytes of the mail address at the start of `text`, or 0.
std::size_t mail_length(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && (is_word_byte(text[at]) || std::string_view(".%+-").find(text[at]) != std::string_view::npos)) ++at;
    if (at == 0 || at >= text.size() || text[at] != '@') return 0;
    // The address ends with its last letter or digit; a full stop after it belongs to the sentence.
    const std::size_t host = ++at;
    std::size_t end = at;
    for (; at < text.size() && (is_word_byte(text[at]) || text[at] == '-' || text[at] == '.'); ++at) {
        if (is_word_byte(text[at])) end = at + 1;
    }
    return text.substr(host, end - host).find('.') != std::string_view::npos ? end : 0;
}

/// `.png` of a path that ends so, or nothing.
std::string_view ending_of(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || path.size() - dot > 6 || path.size() - dot < 2) return {};
    const std::string_view ending = path.substr(dot);
    return std::all_of(ending.begin() + 1, ending.end(), [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); })
               ? ending
               : std::string_view();
}

}  // namespace

std::size_t StandIns::number_of(std::map<std::string, std::size_t>& known, std::string_view text) {
    return known.try_emplace(std::string(text), known.size() + 1).first->second;
}

std::string StandIns::digits(std::string_view text) {
    // The same number in another script is another number here: nothing is lost but a coincidence.
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = digit_length(text.substr(at));
        count += length > 0 ? 1u : 0u;
        at += std::max<std::size_t>(length, 1);
    }
    std::string fresh = to_digits(static_cast<std::int64_t>(number_of(numbers_, text)));
    // 5 is no leading zero, and more numbers than fit repeat.
    fresh = fresh.size() < count ? std::string(count - fresh.size(), '5') + fresh : fresh.substr(fresh.size() - count);
    std::string out;
    std::size_t next = 0;
    for (std::size_t at = 0; at < text.size();) {
        const DigitScript* script = nullptr;
        const std::size_t length = digit_length(text.substr(at), &script);
        if (length > 0) {
            out.append(script->prefix) += static_cast<char>(script->zero + (fresh[next++] - '0'));
        } else {
            out += text[at];
        }
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string StandIns::id(std::string_view text) {
    if (text.empty()) return {};
    if (std::all_of(text.begin(), text.end(), is_ascii_digit)) return digits(text);
    return "id-" + to_digits(static_cast<std::int64_t>(number_of(ids_, text)));
}

std::string StandIns::address(std::string_view text) {
    const std::string number = to_digits(static_cast<std::int64_t>(number_of(addresses_, text)));
    if (same_letters(text.substr(0, 4), "www.")) return "www.example.com/" + number;
    if (text.starts_with("mailto:")) return "mailto:mail" + number + "@example.com";
    if (text.starts_with("tel:")) return "tel:" + digits(text.substr(4));
    if (text.starts_with("data:")) return std::string(text.substr(0, text.find(',') + 1)) + "AAAA";
    const std::string_view path = text.substr(0, text.find_first_of("?#"));
    const std::string scheme(text.substr(0, text.find(':') + 1));
    const std::size_t host = path.find("//");
    const bool has_path = host != std::string_view::npos && path.find('/', host + 2) != std::string_view::npos;
    const std::string ending(has_path ? ending_of(path) : std::string_view());
    return (scheme == "blob:" ? "blob:https:" : scheme) + "//example.com/" + number + ending;
}

std::string StandIns::mail(std::string_view text) {
    return "mail" + to_digits(static_cast<std::int64_t>(number_of(mails_, text))) + "@example.com";
}

std::string StandIns::file_name(std::string_view text) {
    if (text.empty()) return {};
    return "file-" + to_digits(static_cast<std::int64_t>(number_of(files_, text))) + std::string(ending_of(text));
}

void StandIns::note_term(std::string_view text, std::string stand_in) {
    text = trim(text);
    if (text.size() < least_term_bytes) return;
    const auto is_known = [&](const Term& term) { return term.text == text; };
    if (std::any_of(terms_.begin(), terms_.end(), is_known)) return;
    const auto shorter = std::find_if(terms_.begin(), terms_.end(), [&](const Term& term) { return term.text.size() < text.size(); });
    terms_.insert(shorter, Term{std::string(text), std::move(stand_in)});
}

void StandIns::note_person(std::string_view name) {
    name = trim(name);
    if (name.empty()) return;
    const std::string stand_in = "Person " + to_digits(static_cast<std::int64_t>(number_of(people_, name)));
    note_term(name, stand_in);
    while (!name.empty()) {
        const std::size_t end = std::min(name.find(' '), name.size());
        // Initials and particles are too short to be told from words.
        if (end > least_term_bytes) note_term(name.substr(0, end), stand_in);
        name.remove_prefix(std::min(end + 1, name.size()));
    }
}

void StandIns::note_entry(std::string_view text) {
    text = trim(text);
    if (!text.empty()) note_term(text, "Entry " + to_digits(static_cast<std::int64_t>(number_of(entries_, text))));
}

const StandIns::Term* StandIns::term_at(std::string_view text, std::size_t at) const {
    for (const Term& term : terms_) {
        const std::size_t end = at + term.text.size();
        if (end > text.size() || !same_letters(text.substr(at, term.text.size()), term.text)) continue;
        // A Latin name is a word of its own; scripts without spaces have no such edge.
        if (is_word_byte(term.text.front()) && at > 0 && is_word_byte(text[at - 1])) continue;
        if (is_word_byte(term.text.back()) && end < text.size() && is_word_byte(text[end])) continue;
        return &term;
    }
    return nullptr;
}

std::string StandIns::words(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const bool starts_word = at == 0 || !is_word_byte(text[at - 1]);
        if (const std::size_t length = starts_word ? address_length(rest) : 0) {
            out += address(rest.substr(0, length));
            at += length;
        } else if (const std::size_t mail_bytes = starts_word ? mail_length(rest) : 0) {
            out += mail(rest.substr(0, mail_bytes));
            at += mail_bytes;
        } else if (const Term* term = term_at(text, at)) {
            out += term->stand_in;
            at += term->text.size();
        } else if (rest.front() == '+' || digit_length(rest) > 0) {
            NumberRun run = phone_run(rest);
            if (run.digits < least_phone_digits) run = plain_run(rest);
            if (run.bytes == 0) run.bytes = 1;
            out += run.digits >= least_number_digits ? digits(rest.substr(0, run.bytes)) : std::string(rest.substr(0, run.bytes));
            at += run.bytes;
        } else {
            const std::size_t bytes = std::max<std::size_t>(utf8_sequence_length(rest), 1);
            out += rest.substr(0, bytes);
            at += bytes;
        }
    }
    return out;
}

}  // namespace deskbell
