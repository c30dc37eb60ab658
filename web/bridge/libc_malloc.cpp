// The modules' memory. A block is as large as a power of two and stays that large: freed ones wait in a list for each size, and a new one is cut from the end of memory.
// Nothing is ever split or joined, so malloc and free take the same few steps always, and all of it is a third of emmalloc's size. The price is room that a block
// does not use; what a chat holds is small against that of the page around it.

#include <cstddef>
#include <cstring>

extern "C" {

/// Where the linker's data ends.
extern char __heap_base;
}

namespace {

constexpr std::size_t page_bytes = 64 << 10;
/// How much memory is asked for at least.
constexpr std::size_t step_pages = 16;

/// What lies before the bytes that malloc() gives. 8 bytes, so that these are aligned for everything but long double, which nobody allocates.
struct Block {
    std::size_t power;  ///< the block's bytes, this header included, are two to the power of this
    Block* next;        ///< while it is free
};

Block* free_blocks[32];
char* fresh = &__heap_base;

/// The least power of two for a block that holds `size` bytes, or more than any memory has.
std::size_t power_for(std::size_t size) {
    const std::size_t last = size + sizeof(Block) - 1;
    return last < size ? 31 : static_cast<std::size_t>(32 - __builtin_clz(last | 15));
}

/// Memory that was never used, or nullptr when there is no more.
Block* cut(std::size_t bytes) {
    const std::size_t room = __builtin_wasm_memory_size(0) * page_bytes - reinterpret_cast<std::size_t>(fresh);
    if (bytes > room) {
        std::size_t pages = (bytes - room) / page_bytes + 1;
        if (pages < step_pages) pages = step_pages;
        if (__builtin_wasm_memory_grow(0, pages) == static_cast<std::size_t>(-1)) return nullptr;
    }
    auto* const block = reinterpret_cast<Block*>(fresh);
    fresh += bytes;
    return block;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) {
    const std::size_t power = power_for(size);
    if (power >= 31) return nullptr;
    Block* block = free_blocks[power];
    if (block != nullptr) {
        free_blocks[power] = block->next;
    } else {
        block = cut(std::size_t{1} << power);
        if (block == nullptr) return nullptr;
        block->power = power;
    }
    return block + 1;
}

// Told so, the compiler does not make a call of calloc() out of the two calls.
__attribute__((no_builtin("malloc", "calloc"))) void* calloc(std::size_t count, std::size_t size) {
    void* const bytes = count != 0 && size > static_cast<std::size_t>(-1) / count ? nullptr : malloc(count * size);
    return bytes == nullptr ? nullptr : std::memset(bytes, 0, count * size);
}

void free(void* bytes) {
    if (bytes == nullptr) return;
    Block* const block = static_cast<Block*>(bytes) - 1;
    block->next = free_blocks[block->power];
    free_blocks[block->power] = block;
}

void* realloc(void* bytes, std::size_t size) {
    if (bytes == nullptr) return malloc(size);
    const std::size_t power = (static_cast<Block*>(bytes) - 1)->power;
    if (power_for(size) <= power) return bytes;
    void* const larger = malloc(size);
    if (larger == nullptr) return nullptr;
    std::memcpy(larger, bytes, (std::size_t{1} << power) - sizeof(Block));
    free(bytes);
    return larger;
}
}
