#include "native/relay/customer.h"

#include "core/base/json.h"

namespace deskbell::relay {

std::string keep_customer(const channel::Customer& customer) {
    Value kept = Value::object();
    kept.set("id", customer.id).set("verified", customer.verified).set("name", customer.name);
    kept.set("email", customer.email).set("avatar", customer.avatar).set("profile", customer.profile);
    return to_json(kept);
}

channel::Customer customer_of(const Visitor& visitor) {
    channel::Customer customer;
    if (const auto kept = parse_json(visitor.customer)) {
        customer.id = (*kept)["id"].as_text();
        customer.verified = (*kept)["verified"].as_boolean();
        customer.name = (*kept)["name"].as_text();
        customer.email = (*kept)["email"].as_text();
        customer.avatar = (*kept)["avatar"].as_text();
        customer.profile = (*kept)["profile"];
    }
    if (customer.id.empty()) customer.id = "visitor-" + std::to_string(visitor.id);
    customer.lang = visitor.lang;
    customer.first_id = visitor.seq + 1;
    return customer;
}

}  // namespace deskbell::relay
