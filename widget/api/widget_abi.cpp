#include "widget/api/widget_abi.h"

#include <list>

#include "core/base/json.h"
#include "widget/session/session.h"

namespace deskbell {

namespace {

constexpr unsigned longest_input = 16u << 20;

struct Running {
    int handle;
    Session session;

    Running(int number, Config config) : handle(number), session(std::move(config)) {}
};

/// The sessions of this module and the texts that cross its border. There is one of it, since a C interface has no object to hang it on; sessions share nothing.
struct Module {
    std::string input;
    std::string output;
    std::list<Running> sessions;
    int last_handle = 0;

    Session* find(int handle) {
        for (Running& running : sessions) {
            if (running.handle == handle) return &running.session;
        }
        return nullptr;
    }

    const char* give(const Value& value) {
        output = to_json(value);
        return output.c_str();
    }

    const char* give_error(const Error& error) { return give(Value::object().set("error", brief(error))); }

    Result<Value> read(unsigned length) {
        if (length > input.size()) return fail(ErrorCode::too_large);
        return parse_json(std::string_view(input).substr(0, length));
    }
};

Module& module() {
    static Module the_module;
    return the_module;
}

}  // namespace

}  // namespace deskbell

using namespace deskbell;

char* deskbell_input(unsigned length) {
    if (length > longest_input) return nullptr;
    if (module().input.size() < length) module().input.resize(length);
    return module().input.data();
}

int deskbell_create(unsigned length) {
    auto json = module().read(length);
    if (!json) return 0;
    Config config;
    if (!decode_into(*json, config)) return 0;
    return module().sessions.emplace_back(++module().last_handle, std::move(config)).handle;
}

const char* deskbell_handle(int handle, unsigned length, double now_ms) {
    Session* session = module().find(handle);
    if (session == nullptr) return module().give_error({ErrorCode::wrong_type, "handle"});
    auto event = module().read(length);
    if (!event) return module().give_error(event.error());
    return module().give(output_to_json(session->handle(*event, static_cast<Millis>(now_ms))));
}

const char* deskbell_query(int handle, unsigned length) {
    Session* session = module().find(handle);
    if (session == nullptr) return module().give_error({ErrorCode::wrong_type, "handle"});
    auto request = module().read(length);
    if (!request) return module().give_error(request.error());
    const std::string_view query = (*request)["query"].as_text();
    if (query != "rows") return module().give_error({ErrorCode::unknown_field, query});
    Value rows = Value::array();
    for (const Row& row : session->view().rows()) rows.push(encode(row));
    return module().give(rows);
}

void deskbell_destroy(int handle) {
    module().sessions.remove_if([&](const Running& running) { return running.handle == handle; });
}
