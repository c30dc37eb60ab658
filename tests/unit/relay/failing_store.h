#pragma once

#include "native/relay/sqlite_store.h"

namespace deskbell::test {

/// The real store on a disk that is full now and then: some of the calls that write, or make what was written durable, fail.
class FailingStore final : public relay::SqliteStore {
  public:
    using SqliteStore::SqliteStore;

    /// After `good` such calls the next `bad` fail.
    void fail_after(std::size_t good, std::size_t bad) {
        good_ = good;
        bad_ = bad;
    }
    void mend() { bad_ = 0; }

    relay::Visitor create_visitor(std::string_view token_hash, Millis now) override {
        write();
        return SqliteStore::create_visitor(token_hash, now);
    }
    void save_visitor(const relay::Visitor& visitor, Millis now) override {
        write();
        SqliteStore::save_visitor(visitor, now);
    }
    void add_message(relay::VisitorId visitor, const relay::StoredMessage& message) override {
        write();
        SqliteStore::add_message(visitor, message);
    }
    void replace_body(relay::VisitorId visitor, std::string_view id, std::string_view body) override {
        write();
        SqliteStore::replace_body(visitor, id, body);
    }
    void add_event(relay::VisitorId visitor, const relay::StoredEvent& event) override {
        write();
        SqliteStore::add_event(visitor, event);
    }
    void add_answer(relay::VisitorId visitor, std::string_view client_id, std::string_view answer) override {
        write();
        SqliteStore::add_answer(visitor, client_id, answer);
    }
    void add_route(std::string_view at, std::string_view key, relay::VisitorId visitor) override {
        write();
        SqliteStore::add_route(at, key, visitor);
    }

  protected:
    void commit() override {
        write();
        SqliteStore::commit();
    }

  private:
    void write() {
        if (bad_ == 0) return;
        if (good_ > 0) {
            --good_;
            return;
        }
        --bad_;
        throw relay::StoreError("database or disk is full");
    }

    std::size_t good_ = 0;
    std::size_t bad_ = 0;
};

}  // namespace deskbell::test
