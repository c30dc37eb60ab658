// What a relay keeps on the disk, and for how long.

#include "native/relay/retention.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "native/relay/sqlite_store.h"

namespace deskbell::relay {
namespace {

namespace fs = std::filesystem;

/// A relay's folder with its store, and no desk but the sandbox.
struct World {
    fs::path folder = fs::temp_directory_path() / ("deskbell-retention-" + std::to_string(::getpid()));
    std::optional<SqliteStore> store;
    std::optional<Uploads> uploads;
    std::optional<Hub> hub;
    Millis now = 0;

    World() {
        fs::remove_all(folder);
        store.emplace(":memory:");
        uploads.emplace(*store, folder);
        hub.emplace(*store, sandbox::Options{"http://relay.example/sandbox/", 1, 1});
        now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    }
    ~World() { fs::remove_all(folder); }

    void write(const std::string& name, Millis age = 0) const {
        std::ofstream(folder / name) << "bytes";
        fs::last_write_time(folder / name, fs::file_time_type::clock::now() - std::chrono::milliseconds(age));
    }
    bool there(const std::string& name) const { return fs::exists(folder / name); }
    /// A visitor with this many files, last here at a time.
    VisitorId visitor(Millis seen, const std::vector<std::string>& files) {
        const Visitor made = store->create_visitor({}, seen);
        for (const std::string& id : files) {
            write(id, 10 * orphan_age);
            store->add_upload({id, made.id, "a.txt", "text/plain", 5}, seen);
        }
        return made.id;
    }
};

}  // namespace

TEST_CASE("who stayed away is forgotten with the files on the disk, who did not keeps them") {
    World world;
    const VisitorId away = world.visitor(1000, {"one", "two"});
    const VisitorId here = world.visitor(9000, {"three"});
    CHECK(forget_visitors_and_files(*world.hub, *world.uploads, 5000, 10));
    CHECK_FALSE(world.store->load_visitor(away));
    CHECK_FALSE(world.there("one"));
    CHECK_FALSE(world.there("two"));
    CHECK(world.store->load_visitor(here));
    CHECK(world.there("three"));
    CHECK_FALSE(forget_visitors_and_files(*world.hub, *world.uploads, 5000, 10));
}

TEST_CASE("many visitors without files do not hide those behind them") {
    World world;
    for (int i = 0; i < 7; ++i) world.visitor(1000, {});
    const VisitorId last = world.visitor(2000, {"four"});
    int rounds = 0;
    while (forget_visitors_and_files(*world.hub, *world.uploads, 5000, 3)) ++rounds;
    CHECK(rounds == 3);
    CHECK_FALSE(world.store->load_visitor(last));
    CHECK_FALSE(world.there("four"));
}

TEST_CASE("a file that has gone already does not keep its visitor") {
    World world;
    const VisitorId away = world.visitor(1000, {"five"});
    fs::remove(world.folder / "five");
    CHECK(forget_visitors_and_files(*world.hub, *world.uploads, 5000, 10));
    CHECK_FALSE(world.store->load_visitor(away));
}

TEST_CASE("what a killed relay has left is removed, what is on its way and what is somebody's is not") {
    World world;
    world.visitor(1000, {"known"});
    world.write("half.part", 2 * orphan_age);
    world.write("under-way.part");
    world.write("unknown", 2 * orphan_age);
    world.write("just-moved");
    fs::create_directory(world.folder / "folder");
    OrphanSweep sweep(*world.store, *world.uploads);
    int steps = 1;
    while (sweep.step(2, world.now)) ++steps;
    CHECK(steps >= 3);
    CHECK(world.there("known"));
    CHECK_FALSE(world.there("half.part"));
    CHECK(world.there("under-way.part"));
    CHECK_FALSE(world.there("unknown"));
    CHECK(world.there("just-moved"));
    CHECK(world.there("folder"));
}

}  // namespace deskbell::relay
