#include "native/relay/sandbox_files.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "native/relay/png.h"

namespace deskbell::relay {
namespace {

/// What colour a picture has at a place; x and y run from 0 to 1 over the shorter side.
using Painter = std::function<Colour(double x, double y)>;

std::string paint(std::uint32_t width, std::uint32_t height, const Painter& painter) {
    constexpr int samples = 3;  // a side: smooth edges
    const double unit = std::min(width, height);
    std::vector<std::uint8_t> pixels;
    pixels.reserve(std::size_t{width} * height * 3);
    for (std::uint32_t py = 0; py < height; ++py) {
        for (std::uint32_t px = 0; px < width; ++px) {
            Colour sum;
            for (int s = 0; s < samples * samples; ++s) {
                const Colour c = painter((px + (s % samples + 0.5) / samples) / unit, (py + (s / samples + 0.5) / samples) / unit);
                sum = {sum.red + c.red, sum.green + c.green, sum.blue + c.blue};
            }
            for (const double channel : {sum.red, sum.green, sum.blue}) {
                pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * channel / (samples * samples))));
            }
        }
    }
    return encode_png(width, height, pixels);
}

bool in_ellipse(double x, double y, double cx, double cy, double rx, double ry) {
    return (x - cx) * (x - cx) / (rx * rx) + (y - cy) * (y - cy) / (ry * ry) < 1;
}

bool in_box(double x, double y, double left, double top, double right, double bottom) {
    return x > left && x < right && y > top && y < bottom;
}

constexpr Colour ink{0.20, 0.24, 0.26};
constexpr Colour cream{0.98, 0.95, 0.90};
constexpr Colour clay{0.80, 0.47, 0.34};
constexpr Colour sage{0.56, 0.66, 0.56};
constexpr Colour skin{0.96, 0.80, 0.69};

/// The robot: a bell.
Colour paint_bell(double x, double y) {
    if (in_ellipse(x, y, 0.5, 0.75, 0.07, 0.06)) return cream;
    if (in_box(x, y, 0.24, 0.66, 0.76, 0.72)) return cream;
    if (y < 0.67 && y > 0.44 && in_box(x, y, 0.3 - (y - 0.44) * 0.15, 0.44, 0.7 + (y - 0.44) * 0.15, 0.68)) return cream;
    if (y < 0.45 && in_ellipse(x, y, 0.5, 0.45, 0.2, 0.2)) return cream;
    if (in_ellipse(x, y, 0.5, 0.24, 0.045, 0.045)) return cream;
    return {0.16, 0.42, 0.44};
}

/// Anna.
Colour paint_anna(double x, double y) {
    if (in_ellipse(x, y, 0.43, 0.47, 0.022, 0.028) || in_ellipse(x, y, 0.57, 0.47, 0.022, 0.028)) return ink;
    if (in_ellipse(x, y, 0.5, 0.56, 0.07, 0.045) && y > 0.57) return {0.75, 0.36, 0.32};
    if (in_ellipse(x, y, 0.5, 0.34, 0.22, 0.13)) return {0.42, 0.26, 0.18};
    if (in_ellipse(x, y, 0.5, 0.47, 0.18, 0.22)) return skin;
    if (in_ellipse(x, y, 0.5, 0.46, 0.25, 0.29)) return {0.42, 0.26, 0.18};
    if (in_ellipse(x, y, 0.5, 1.06, 0.4, 0.34)) return sage;
    if (in_box(x, y, 0.43, 0.6, 0.57, 0.78)) return skin;
    return {0.93, 0.86, 0.76};
}

/// The lamp on a side table that is on offer.
Colour paint_lamp(double x, double y) {
    if (in_box(x, y, 0.73, 0.5, 0.77, 0.70)) return ink;
    if (in_ellipse(x, y, 0.75, 0.70, 0.1, 0.025)) return ink;
    if (y > 0.24 && y < 0.5 && std::abs(x - 0.75) < 0.1 + (y - 0.24) * 0.38) return {0.97, 0.84 - (y - 0.24) * 0.3, 0.55};
    if (in_box(x, y, 0.38, 0.72, 1.12, 0.755)) return clay;
    if (in_box(x, y, 0.43, 0.755, 0.46, 0.97) || in_box(x, y, 1.04, 0.755, 1.07, 0.97)) return clay;
    if (in_ellipse(x, y, 0.52, 0.66, 0.05, 0.06)) return sage;
    if (in_ellipse(x, y, 0.49, 0.55, 0.025, 0.08) || in_ellipse(x, y, 0.55, 0.54, 0.025, 0.09)) return sage;
    if (y > 0.95) return {0.86, 0.79, 0.70};
    const double glow = std::max(0.0, 0.10 - 0.12 * std::hypot(x - 0.75, y - 0.4));
    return {cream.red, cream.green - glow * 0.2, cream.blue - glow};
}

void append_little_endian(std::string& out, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((number >> (8 * i)) & 0xffu);
}

/// Two strokes of a bell: 8 kHz, 8 bits, mono (RIFF WAVE).
std::string make_chime() {
    constexpr std::uint32_t rate = 8000;
    constexpr std::uint32_t count = 2 * rate;
    std::string out = "RIFF";
    append_little_endian(out, 36 + count, 4);
    out += "WAVEfmt ";
    append_little_endian(out, 16, 4);
    append_little_endian(out, 1, 2);
    append_little_endian(out, 1, 2);
    append_little_endian(out, rate, 4);
    append_little_endian(out, rate, 4);
    append_little_endian(out, 1, 2);
    append_little_endian(out, 8, 2);
    out += "data";
    append_little_endian(out, count, 4);
    const auto stroke = [](double time, double pitch) {
        if (time < 0) return 0.0;
        return std::exp(-3 * time) *
               (std::sin(2 * std::numbers::pi * pitch * time) + 0.4 * std::sin(2 * std::numbers::pi * pitch * 2.76 * time));
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        const double time = static_cast<double>(i) / rate;
        const double level = 0.35 * (stroke(time, 660) + stroke(time - 0.45, 528));
        out += static_cast<char>(std::lround(128 + 127 * std::max(-1.0, std::min(1.0, level))));
    }
    return out;
}

constexpr std::string_view care_guide =
    "Linen care\r\n==========\r\n\r\nWash at 40 degrees with like colours.\r\nLine dry while it is still a little damp, then fold.\r\n"
    "Iron on the reverse, or enjoy the creases: they belong to it.\r\n";

}  // namespace

SandboxFiles::SandboxFiles() {
    files_["bell.png"] = {"image/png", paint(96, 96, paint_bell)};
    files_["anna.png"] = {"image/png", paint(96, 96, paint_anna)};
    files_["lamp.png"] = {"image/png", paint(480, 320, paint_lamp)};
    files_["chime.wav"] = {"audio/wav", make_chime()};
    files_["linen-care.txt"] = {"text/plain; charset=utf-8", std::string(care_guide)};
}

const SandboxFile* SandboxFiles::find(std::string_view name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace deskbell::relay
