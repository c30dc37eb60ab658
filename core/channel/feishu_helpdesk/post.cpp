#include "core/channel/feishu_helpdesk/post.h"

#include "core/channel/feishu/markdown_text.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

using feishu::escaped_markdown;

/// Stands where an image belongs. A control character: no text from outside keeps one (clean()).
constexpr char image_place = '\x01';
constexpr int most_images = 30;

std::string clean(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
    }
    return out;
}

bool has_style(const Value& element, std::string_view style) {
    for (const Value& each : element["style"].items()) {
        if (each.as_text() == style) return true;
    }
    return false;
}

/// Emphasis around words; the spaces at their ends stay outside, where markdown wants them.
std::string styled(const Value& element, std::string words) {
    const std::size_t begin = words.find_first_not_of(" \n");
    if (begin == std::string::npos) return words;
    const std::size_t end = words.find_last_not_of(" \n") + 1;
    std::string sign;
    if (has_style(element, "bold")) sign += "**";
    if (has_style(element, "italic")) sign += "*";
    if (has_style(element, "lineThrough")) sign += "~~";
    const std::string closing(sign.rbegin(), sign.rend());
    return words.substr(0, begin) + sign + words.substr(begin, end - begin) + closing + words.substr(end);
}

/// The references that `un_escape` asks to be read.
std::string unescaped(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> references[] = {{"&nbsp;", " "},  {"&lt;", "<"},  {"&gt;", ">"},
                                                                            {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (const auto& [reference, character] : references) {
        for (std::size_t at = text.find(reference); at != std::string::npos; at = text.find(reference, at + character.size()))
            text.replace(at, reference.size(), character);
    }
    return text;
}

/// A fence longer than any run of backticks in the code.
std::string fence_for(std::string_view code) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(longest + 1, '`');
}

void add_element(PostText& out, const Value& element) {
    const std::string_view tag = element["tag"].as_text();
    std::string text = clean(element["text"].as_text());
    if (element["un_escape"].as_boolean()) text = unescaped(std::move(text));
    if (tag == "text") {
        out.markdown += styled(element, escaped_markdown(text));
    } else if (tag == "a") {
        out.markdown += styled(element, feishu::markdown_link(text, element["href"].as_text()));
    } else if (tag == "at") {
        const std::string name = clean(element["user_name"].as_text());
        out.markdown += escaped_markdown("@" + (name.empty() ? clean(element["user_id"].as_text("all")) : name));
    } else if (tag == "img") {
        if (out.images == most_images) return;
        ++out.images;
        out.markdown += image_place;
    } else if (tag == "md") {
        out.markdown += text;
    } else if (tag == "hr") {
        out.markdown += "\n\n---\n\n";
    } else if (tag == "code_block") {
        const std::string fence = fence_for(text);
        const std::string lang = clean(element["language"].as_text());
        out.markdown +=
            "\n\n" + fence + (lang.find_first_of(" \n`") == std::string::npos ? lang : "") + "\n" + text + "\n" + fence + "\n\n";
    } else if (tag == "emotion") {
        out.markdown += escaped_markdown("[" + clean(element["emoji_type"].as_text()) + "]");
    } else {
        out.markdown += escaped_markdown(text);
    }
}

const Value& body_of(const Value& post) {
    if (post["content"].is_array()) return post;
    const Value& inner = post["post"].is_object() ? post["post"] : post;
    if (inner["content"].is_array()) return inner;
    for (const Value& language : inner.items()) {
        if (language["content"].is_array()) return language;
    }
    return post;
}

}  // namespace

PostText read_post(const Value& post) {
    const Value& body = body_of(post);
    PostText out;
    const std::string title = clean(body["title"].as_text());
    if (!title.empty()) out.markdown = "**" + escaped_markdown(title) + "**\n\n";
    bool first = true;
    for (const Value& paragraph : body["content"].items()) {
        if (!first) out.markdown += "\n";
        first = false;
        for (const Value& element : paragraph.items()) add_element(out, element);
    }
    return out;
}

std::string with_images(std::string_view markdown, const std::vector<std::string>& addresses) {
    std::string out;
    std::size_t next = 0;
    for (const char c : markdown) {
        if (c != image_place) {
            out.push_back(c);
            continue;
        }
        if (next < addresses.size()) out += feishu::markdown_image({}, addresses[next]);
        ++next;
    }
    return out;
}

Value make_post(std::string_view text, std::string_view image_key) {
    Value paragraphs = Value::array();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        Value paragraph = Value::array();
        paragraph.push(Value::object().set("tag", "text").set("text", text.substr(0, end)));
        paragraphs.push(std::move(paragraph));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!image_key.empty()) {
        Value paragraph = Value::array();
        paragraph.push(Value::object().set("tag", "img").set("image_key", image_key));
        paragraphs.push(std::move(paragraph));
    }
    Value body = Value::object().set("title", "").set("content", std::move(paragraphs));
    return Value::object().set("post", Value::object().set("zh_cn", std::move(body)));
}

}  // namespace deskbell::channel::feishu_helpdesk
