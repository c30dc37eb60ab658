// What every store keeps, over SQLite and over a real Redis.

#include <doctest/doctest.h>
#include <unistd.h>

#include <memory>

#include "native/relay/limits.h"
#include "native/relay/redis_store.h"
#include "native/relay/sqlite_store.h"
#include "tests/unit/relay/redis_server.h"

namespace deskbell::relay {
namespace {

constexpr Millis now = 1765000000000;

struct OnSqlite {
    std::filesystem::path file = std::filesystem::temp_directory_path() / ("deskbell-store-" + std::to_string(::getpid()) + ".sqlite3");
    std::unique_ptr<Store> store;

    OnSqlite() { restart(); }
    ~OnSqlite() {
        store.reset();
        for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(std::filesystem::path(file).concat(ending));
    }
    void restart() {
        store.reset();
        store = std::make_unique<SqliteStore>(file);
    }
};

struct OnRedis {
    RedisServer server;
    std::unique_ptr<Store> store;

    OnRedis() { restart(); }
    void restart() {
        store.reset();
        server.kill();
        server.start();
        store = std::make_unique<RedisStore>(RedisOptions{server.address(), 10 * millis_per_second, 0});
    }
};

StoredMessage message(std::int64_t sequence, std::string client_id = {}) {
    return {sequence, "m-" + std::to_string(sequence), std::move(client_id), "{\"n\":" + std::to_string(sequence) + '}'};
}

template <class Action>
void in_one(Store& store, const Action& action) {
    Store::Transaction transaction(store);
    action();
    transaction.commit();
}

}  // namespace

TEST_CASE_TEMPLATE("a visitor comes back whole after a restart", World, OnSqlite, OnRedis) {
    World world;
    Visitor visitor;
    in_one(*world.store, [&] {
        visitor = world.store->create_visitor("a hash \0 of bytes", now);
        CHECK(visitor.id == 1);
        visitor.seq = 7;
        visitor.forgotten = 2;
        visitor.desk_read = 5;
        visitor.visitor_read = 6;
        visitor.lang = "th";
        visitor.desk = "{\"state\":\"agent \\u0000\"}";
        visitor.deadline = now + 5;
        visitor.at = "support";
        visitor.customer = "{}";
        visitor.open = true;
        world.store->save_visitor(visitor, now + 1);
    });
    world.restart();
    for (const auto& found : {world.store->load_visitor(visitor.id), world.store->find_visitor("a hash \0 of bytes")}) {
        REQUIRE(found);
        CHECK(found->id == visitor.id);
        CHECK(found->seq == 7);
        CHECK(found->forgotten == 2);
        CHECK(found->desk_read == 5);
        CHECK(found->visitor_read == 6);
        CHECK(found->lang == "th");
        CHECK(found->desk == visitor.desk);
        CHECK(found->deadline == now + 5);
        CHECK(found->at == "support");
        CHECK(found->customer == "{}");
        CHECK(found->open);
        CHECK(found->seen == now + 1);
    }
    CHECK(!world.store->load_visitor(2));
    CHECK(!world.store->find_visitor("another"));
    CHECK(world.store->waiting_visitors() == std::vector<VisitorId>{1});
    visitor.deadline.reset();
    visitor.open = false;
    in_one(*world.store, [&] { world.store->save_visitor(visitor, now); });
    world.restart();
    CHECK(world.store->waiting_visitors().empty());
    CHECK(!world.store->load_visitor(1)->deadline);
}

TEST_CASE_TEMPLATE("messages are found by id, by client id and by their place", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId id = store.create_visitor({}, now).id;
    const VisitorId other = store.create_visitor({}, now).id;
    in_one(store, [&] {
        for (std::int64_t i = 1; i <= 5; ++i) store.add_message(id, message(i, i % 2 == 1 ? "c:" + std::to_string(i) : ""));
        CHECK(store.find_message(id, "m-3")->body == "{\"n\":3}");
        store.replace_body(id, "m-3", "changed");
        CHECK(store.find_message(id, "m-3")->body == "changed");
    });
    store.replace_body(id, "m-4", "changed too");
    store.replace_body(id, "m-44", "nobody's");
    const auto found = store.find_message(id, "m-3");
    REQUIRE(found);
    CHECK(found->sequence == 3);
    CHECK(found->client_id == "c:3");
    CHECK(found->body == "changed");
    CHECK(store.find_message(id, "m-4")->body == "changed too");
    CHECK(!store.find_message(id, "m-44"));
    CHECK(!store.find_message(other, "m-3"));
    CHECK(store.find_sent(id, "c:5")->id == "m-5");
    CHECK(!store.find_sent(id, "c:4"));
    CHECK(!store.find_sent(other, "c:5"));
    const auto page = store.messages_before(id, 5, 3);
    REQUIRE(page.size() == 3);
    CHECK(page[0].id == "m-4");
    CHECK(page[1].client_id == "c:3");
    CHECK(page[2].sequence == 2);
    CHECK(store.messages_before(id, INT64_MAX, 10).size() == 5);
    CHECK(store.messages_before(id, 1, 10).empty());
}

TEST_CASE_TEMPLATE("of several changes of a message the log has the last", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId id = store.create_visitor({}, now).id;
    in_one(store, [&] {
        store.add_event(id, {1, EventKind::message, "a"});
        store.add_event(id, {2, EventKind::modified, "a"});
        store.add_event(id, {3, EventKind::message, "b"});
        store.add_event(id, {4, EventKind::modified, "a"});
        store.add_event(id, {5, EventKind::read, ""});
        store.add_event(id, {6, EventKind::revoked, "b"});
        store.add_event(id, {7, EventKind::read, ""});
    });
    const auto told = [&](std::int64_t after, int limit) {
        std::string out;
        for (const StoredEvent& event : store.events_after(id, after, limit)) {
            out += std::to_string(event.seq) + ' ' + std::to_string(static_cast<int>(event.kind)) + event.message + ' ';
        }
        return out;
    };
    CHECK(told(0, 10) == "1 0a 3 0b 4 1a 6 2b 7 3 ");
    CHECK(told(3, 2) == "4 1a 6 2b ");
    store.forget_events(id, 4);
    CHECK(told(0, 10) == "6 2b 7 3 ");
    CHECK(told(7, 10).empty());
}

TEST_CASE_TEMPLATE("what was not committed has not happened", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId id = store.create_visitor({}, now).id;
    {
        const Store::Transaction transaction(store);
        store.add_message(id, message(1, "c1"));
        store.add_event(id, {1, EventKind::message, "m-1"});
        store.add_route("desk", "key", id);
        CHECK(store.add_delivery({"desk", "d1"}, now));
    }
    CHECK(!store.find_message(id, "m-1"));
    CHECK(!store.find_sent(id, "c1"));
    CHECK(store.events_after(id, 0, 10).empty());
    CHECK(!store.find_route("desk", "key"));
    in_one(store, [&] {
        CHECK(store.add_delivery({"desk", "d1"}, now));
        CHECK(!store.add_delivery({"desk", "d1"}, now));
    });
    CHECK(!store.add_delivery({"desk", "d1"}, now));
    CHECK(store.add_delivery({"other", "d1"}, now));
    world.restart();
    CHECK(!world.store->add_delivery({"desk", "d1"}, now));
}

TEST_CASE_TEMPLATE("answers to online-only messages are remembered up to a cap", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId id = store.create_visitor({}, now).id;
    in_one(store, [&] {
        for (int i = 0; i <= most_kept_answers; ++i) store.add_answer(id, "c" + std::to_string(i), "answer " + std::to_string(i));
    });
    CHECK(!store.find_answer(id, "c0"));
    CHECK(store.find_answer(id, "c1") == "answer 1");
    CHECK(store.find_answer(id, "c" + std::to_string(most_kept_answers)));
    CHECK(!store.find_answer(id + 1, "c1"));
}

TEST_CASE_TEMPLATE("a route belongs to the last visitor, a secret is made once", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId first = store.create_visitor({}, now).id;
    const VisitorId second = store.create_visitor({}, now).id;
    store.add_route("a", "key \x01", first);
    store.add_route("a", "key \x01", second);
    CHECK(store.find_route("a", "key \x01") == second);
    CHECK(!store.find_route("b", "key \x01"));
    CHECK(store.secret("s", "one") == "one");
    CHECK(store.secret("s", "two") == "one");
    world.restart();
    CHECK(world.store->secret("s", "three") == "one");
}

TEST_CASE_TEMPLATE("uploads are counted", World, OnSqlite, OnRedis) {
    World world;
    Store& store = *world.store;
    const VisitorId id = store.create_visitor({}, now).id;
    CHECK(store.upload_bytes(id) == 0);
    store.add_upload({"u1", id, "a.png", "image/png", 100}, now);
    store.add_upload({"u2", id, "b.png", "image/png", 23}, now);
    CHECK(store.upload_bytes(id) == 123);
    const auto found = store.find_upload("u1");
    REQUIRE(found);
    CHECK(found->visitor == id);
    CHECK(found->name == "a.png");
    CHECK(found->mime == "image/png");
    CHECK(found->size == 100);
    CHECK(!store.find_upload("u3"));
}

TEST_CASE_TEMPLATE("who was away for long and waits for nothing is forgotten whole, and no number is given twice", World, OnSqlite,
                   OnRedis) {
    World world;
    Store& store = *world.store;
    Visitor old = store.create_visitor("t", now);
    Visitor waiting = store.create_visitor({}, now);
    Visitor fresh = store.create_visitor({}, now);
    waiting.deadline = now + 1;
    store.save_visitor(old, now);
    store.save_visitor(waiting, now);
    store.save_visitor(fresh, now + 1000);
    in_one(store, [&] {
        store.add_message(old.id, message(1, "c1"));
        store.add_event(old.id, {1, EventKind::message, "m-1"});
        store.add_route("a", "key", old.id);
    });
    store.add_upload({"u1", old.id, "a.png", "image/png", 100}, now);
    CHECK(store.visitors_before(now + 500, 10) == std::vector<VisitorId>{old.id});
    CHECK(store.forget_visitor(old.id) == std::vector<std::string>{"u1"});
    CHECK(!store.load_visitor(old.id));
    CHECK(!store.find_visitor("t"));
    CHECK(!store.find_sent(old.id, "c1"));
    CHECK(!store.find_route("a", "key"));
    CHECK(!store.find_upload("u1"));
    CHECK(store.events_after(old.id, 0, 10).empty());
    CHECK(store.visitors_before(now + 500, 10).empty());
    CHECK(store.forget_visitor(fresh.id).empty());
    CHECK(store.create_visitor({}, now).id == 4);
}

TEST_CASE("Redis: a conversation is one relay's at a time, and a dead relay's work goes to another") {
    const RedisServer server;
    const RedisOptions options{server.address(), 300, 0};
    auto first = std::make_unique<RedisStore>(options);
    RedisStore second(options);
    const Visitor visitor = first->create_visitor({}, now);
    Visitor waiting = first->create_visitor({}, now);
    waiting.deadline = now;
    first->save_visitor(waiting, now);
    CHECK(second.claim(visitor.id) == first->name());
    CHECK_THROWS_AS(second.add_message(visitor.id, message(1)), StoreConflict);
    CHECK(!second.find_message(visitor.id, "m-1"));
    CHECK(second.live().inherited.empty());
    CHECK(second.live().alive.size() == 2);

    // Given back, it is anybody's.
    first->release(visitor.id);
    first->flush();
    CHECK(!second.claim(visitor.id));
    CHECK(first->claim(visitor.id) == second.name());
    CHECK_THROWS_AS(first->add_message(visitor.id, message(1)), StoreConflict);
    CHECK_NOTHROW(second.add_message(visitor.id, message(1)));

    // Silent for longer than its lease, it has nothing any more.
    std::vector<VisitorId> inherited;
    for (int i = 0; i < 100 && inherited.empty(); ++i) {
        ::usleep(20'000);
        inherited = second.live().inherited;
    }
    CHECK(inherited == std::vector<VisitorId>{waiting.id});
    CHECK_THROWS_AS(first->save_visitor(waiting, now), StoreConflict);
    const std::string old_name = first->name();
    CHECK(first->live().is_reborn);
    CHECK(first->name() != old_name);
    CHECK(first->claim(waiting.id) == second.name());
}

TEST_CASE("Redis: of two relays that open a conversation for the same key one has to look again") {
    const RedisServer server;
    RedisStore first({server.address(), 10'000, 0});
    RedisStore second({server.address(), 10'000, 0});
    const auto open = [](Store& store) {
        Store::Transaction transaction(store);
        const Visitor visitor = store.create_visitor({}, now);
        store.add_route("desk", "key", visitor.id);
        transaction.commit();
    };
    open(first);
    CHECK_THROWS_AS(open(second), StoreConflict);
    CHECK(second.find_route("desk", "key") == 1);
}

TEST_CASE("Redis: notes arrive in their order, and a dead relay's webhooks are told to its heir") {
    const RedisServer server;
    auto first = std::make_unique<RedisStore>(RedisOptions{server.address(), 10'000, 0});
    RedisStore second({server.address(), 10'000, 0});
    const auto heard = [](RedisStore& store, std::size_t count) {
        std::vector<PeerNote> notes;
        for (int i = 0; i < 100 && notes.size() < count; ++i) {
            for (PeerNote& note : store.notes()) notes.push_back(std::move(note));
        }
        return notes;
    };
    CHECK(first->post(second.name(), {{}, {}, "line", "one"}));
    first->post_soon(second.name(), {{}, {}, "line", "two"});
    CHECK(first->post(second.name(), {{}, {}, "line", "three"}));
    CHECK(!first->post("nobody", {{}, {}, "line", "lost"}));
    const auto notes = heard(second, 3);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0].body == "one");
    CHECK(notes[1].body == "two");
    CHECK(notes[2].body == "three");
    CHECK(notes[2].from == first->name());

    // The first is done with one of its two webhooks when it ends.
    CHECK(second.post(first->name(), {{}, {}, "webhook", "w1"}));
    CHECK(second.post(first->name(), {{}, {}, "webhook", "w2"}));
    CHECK(second.post(first->name(), {{}, {}, "line", "for its sockets"}));
    const auto webhooks = heard(*first, 3);
    REQUIRE(webhooks.size() == 3);
    first->done_with(webhooks[0].id);
    first.reset();
    while (second.live().alive.size() > 1) ::usleep(1000);
    const auto inherited = heard(second, 1);
    REQUIRE(inherited.size() == 1);
    CHECK(inherited[0].kind == "webhook");
    CHECK(inherited[0].body == "w2");
}

TEST_CASE("Redis: away and back again") {
    RedisServer server;
    RedisStore store({server.address(), 10'000, 0});
    const Visitor visitor = store.create_visitor({}, now);
    store.add_message(visitor.id, message(1));
    server.kill();
    CHECK_THROWS_AS(store.check(), StoreError);
    CHECK_THROWS_AS(store.add_message(visitor.id, message(2)), StoreError);
    server.start();
    for (int i = 0; i < 100; ++i) {
        try {
            store.check();
            break;
        } catch (const StoreError&) {
            ::usleep(20'000);
        }
    }
    CHECK_NOTHROW(store.check());
    CHECK(store.find_message(visitor.id, "m-1"));
    CHECK(!store.find_message(visitor.id, "m-2"));
    CHECK_NOTHROW(store.add_message(visitor.id, message(2)));
    CHECK(store.flush().empty());
}

TEST_CASE("Redis: what is grouped is durable when it was flushed, and who was fenced is named") {
    const RedisServer server;
    RedisStore first({server.address(), 10'000, 0});
    RedisStore second({server.address(), 10'000, 0});
    const Visitor mine = first.create_visitor({}, now);
    const Visitor theirs = second.create_visitor({}, now);
    first.group(true);
    CHECK_NOTHROW(first.add_message(mine.id, message(1)));
    CHECK_NOTHROW(first.add_message(theirs.id, message(1)));
    CHECK(first.find_message(mine.id, "m-1"));
    CHECK(first.flush() == std::vector<VisitorId>{theirs.id});
    CHECK(first.flush().empty());
    CHECK(!second.find_message(theirs.id, "m-1"));
}

TEST_CASE("SQLite: turns are made durable together, one that is taken back alone is not") {
    OnSqlite world;
    Store& store = *world.store;
    Visitor visitor = store.create_visitor({}, now);
    store.group(true);
    in_one(store, [&] { store.add_message(visitor.id, message(1)); });
    {
        const Store::Transaction transaction(store);
        store.add_message(visitor.id, message(2));
    }
    in_one(store, [&] { store.add_message(visitor.id, message(3)); });
    CHECK(!store.is_flushed());
    CHECK(store.find_message(visitor.id, "m-3"));
    {
        SqliteStore other(world.file);
        CHECK(!other.find_message(visitor.id, "m-1"));
    }
    CHECK(store.flush().empty());
    CHECK(store.is_flushed());
    SqliteStore other(world.file);
    CHECK(other.find_message(visitor.id, "m-1"));
    CHECK(!other.find_message(visitor.id, "m-2"));
    CHECK(other.find_message(visitor.id, "m-3"));
    // What was never flushed is gone after a crash.
    in_one(store, [&] { store.add_message(visitor.id, message(4)); });
    world.restart();
    CHECK(world.store->find_message(visitor.id, "m-3"));
    CHECK(!world.store->find_message(visitor.id, "m-4"));
}

TEST_CASE("addresses of Redis") {
    const auto whole = parse_redis_url("redis://me:pa%40ss@db.example:7000/3");
    REQUIRE(whole);
    CHECK(whole->host == "db.example");
    CHECK(whole->port == 7000);
    CHECK(whole->user == "me");
    CHECK(whole->password == "pa@ss");
    CHECK(whole->database == 3);
    CHECK(parse_redis_url("redis://[::1]")->host == "::1");
    CHECK(parse_redis_url("redis://localhost")->port == 6379);
    for (const char* wrong :
         {"", "localhost:6379", "http://localhost", "rediss://localhost", "redis://", "redis://h/x", "redis://h:0", "redis://h/1?a"}) {
        CHECK_MESSAGE(!parse_redis_url(wrong), wrong);
    }
}

}  // namespace deskbell::relay
