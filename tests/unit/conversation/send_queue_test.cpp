#include <doctest/doctest.h>

#include "core/conversation/send_queue.h"

using namespace deskbell;

TEST_CASE("one message is in flight at a time, in the order of typing") {
    SendQueue queue;
    queue.add("a", Value(), SendKind::stored, 0);
    queue.add("b", Value(), SendKind::stored, 0);
    REQUIRE(queue.take_next(0) != nullptr);
    CHECK(queue.take_next(0) == nullptr);
    CHECK(queue.acknowledge("a"));
    CHECK_FALSE(queue.acknowledge("a"));
    CHECK(queue.take_next(0)->client_id == "b");
}

TEST_CASE("a lost message is sent again under its id, waiting longer each time, and never overtaken") {
    SendQueue queue(7);
    queue.add("a", Value(), SendKind::stored, 0);
    queue.add("b", Value(), SendKind::stored, 0);
    Millis now = 0;
    Millis last_wait = 0;
    for (int attempt = 1; attempt <= 8; ++attempt) {
        const Outgoing* item = queue.take_next(now);
        REQUIRE(item != nullptr);
        CHECK(item->client_id == "a");
        queue.postpone("a", now);
        const Millis wait = *queue.next_deadline() - now;
        CHECK(wait > 0);
        CHECK(wait <= 30'000);
        if (attempt <= 5) CHECK(wait > last_wait);
        CHECK(queue.take_next(now + wait - 1) == nullptr);
        last_wait = wait;
        now += wait;
    }
}

TEST_CASE("a refused message is held and lets the others pass") {
    SendQueue queue;
    queue.add("a", Value(), SendKind::stored, 0);
    queue.add("b", Value(), SendKind::stored, 0);
    queue.take_next(0);
    queue.refuse("a");
    CHECK(queue.take_next(0)->client_id == "b");
    queue.acknowledge("b");
    CHECK(queue.take_next(0) == nullptr);
    queue.retry("a", 5);
    CHECK(queue.take_next(5)->client_id == "a");
}

TEST_CASE("an answer that does not come counts as lost") {
    SendQueue queue;
    queue.add("a", Value(), SendKind::stored, 0);
    queue.take_next(0);
    CHECK(*queue.next_deadline() == answer_timeout);
    CHECK_FALSE(queue.expire_overdue(answer_timeout - 1));
    CHECK(queue.expire_overdue(answer_timeout));
}
