// The modules' memory. A block is as large as a power of two or one and a quarter, a half or three quarters of it, and stays that large: freed ones wait in a list for each size, and a new
// one is cut from the end of memory. Nothing is ever split or joined, so malloc and free take the same few steps always, and all of it is a third of emmalloc's size. The price is room that
// a block does not use, a fifth at most (powers of two alone made a hundred answers of 32 KB take 34 MB; tests/web/memory.test.mjs).

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
    std::size_t kind;  ///< of its size: four kinds from a power of two to the next
    Block* next;       ///< while it is free
};

Block* free_blocks[128];
char* fresh = &__heap_base;

/// The least kind of a block that holds `size` bytes; one beyond `largest` for more than any memory has.
constexpr std::size_t largest = 4 * 30;
std::size_t kind_for(std::size_t size) {
    std::size_t last = size + sizeof(Block) - 1;
    if (last < size) return largest;
    // Sixteen bytes apart at least, so that every block is aligned.
    last |= 15;
    const auto power = static_cast<std::size_t>(31 - __builtin_clz(last));
    return 4 * (power - 2) + (last >> (power - 2)) - 4;
}

/// The bytes of such a block, its header included.
std::size_t bytes_of(std::size_t kind) { return (kind % 4 + 5) << (kind / 4); }

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
    const std::size_t kind = kind_for(size);
    if (kind >= largest - 8) return nullptr;
    Block* block = free_blocks[kind];
    if (block != nullptr) {
        free_blocks[kind] = block->next;
    } else {
        block = cut(bytes_of(kind));
        if (block == nullptr) return nullptr;
        block->kind = kind;
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
    block->next = free_blocks[block->kind];
    free_blocks[block->kind] = block;
}

void* realloc(void* bytes, std::size_t size) {
    if (bytes == nullptr) return malloc(size);
    const std::size_t kind = (static_cast<Block*>(bytes) - 1)->kind;
    if (kind_for(size) <= kind) return bytes;
    void* const larger = malloc(size);
    if (larger == nullptr) return nullptr;
    std::memcpy(larger, bytes, bytes_of(kind) - sizeof(Block));
    free(bytes);
    return larger;
}
}
