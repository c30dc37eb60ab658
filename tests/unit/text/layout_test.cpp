#include "widget/text/layout.h"

#include <doctest/doctest.h>

namespace deskbell {

TEST_CASE("East Asian characters take two columns, marks none") {
    CHECK_EQ(display_width("abc"), 3);
    CHECK_EQ(display_width("你好，a"), 7);
    CHECK_EQ(display_width("ที่นี่"), 2);
    CHECK_EQ(display_width("e\u0301"), 1);
    CHECK_EQ(display_width("\U0001F44B"), 2);
    CHECK_EQ(display_width("\xff"), 1);
}

TEST_CASE("lines break at spaces, between wide characters and at line ends") {
    using Lines = std::vector<std::string>;
    CHECK_EQ(wrap_lines("", 10), Lines{""});
    CHECK_EQ(wrap_lines("one two three", 8), Lines{"one two", "three"});
    CHECK_EQ(wrap_lines("one two", 7), Lines{"one two"});
    CHECK_EQ(wrap_lines("one  two", 5), Lines{"one", "two"});
    CHECK_EQ(wrap_lines("a\n\nb", 5), Lines{"a", "", "b"});
    CHECK_EQ(wrap_lines("incomprehensible", 5), Lines{"incomprehensible"});
    CHECK_EQ(wrap_lines("a incomprehensible b", 5), Lines{"a", "incomprehensible", "b"});
    CHECK_EQ(wrap_lines("你好世界", 5), Lines{"你好", "世界"});
    CHECK_EQ(wrap_lines("你好，世界。", 4), Lines{"你", "好，", "世", "界。"});
    CHECK_EQ(wrap_lines("请看 example 页面", 10), Lines{"请看", "example 页", "面"});
    CHECK_EQ(wrap_lines("   x y", 4), Lines{"   x", "y"});
}

TEST_CASE("nothing can steer the terminal") {
    CHECK_EQ(printable("a\x1b[31mb\tc\x7f\r\n"), "a\u241B[31mb c\u2421\u240D\n");
    CHECK_EQ(printable("a\u009Bb\u00A0"), "a\uFFFDb\u00A0");
}

TEST_CASE("times are in UTC") {
    CHECK_EQ(utc_date(1765000000000), "2025-12-06");
    CHECK_EQ(utc_clock(1765000000000), "05:46");
    CHECK_EQ(utc_date(0), "1970-01-01");
    CHECK_EQ(utc_date(-1), "1969-12-31");
    CHECK_EQ(utc_clock(-1), "23:59");
    CHECK_EQ(utc_date(951782400000), "2000-02-29");
    CHECK_EQ(utc_date(4107542400000), "2100-03-01");
}

}  // namespace deskbell
