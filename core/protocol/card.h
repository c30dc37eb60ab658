#pragma once

#include "core/base/record.h"

namespace deskbell {

/// A line of a card.
struct CustomField {
    std::string name;
    std::string value;
    std::string customer_value;
};
DESKBELL_RECORD(CustomField, "A line of a card or an order.",
    DESKBELL_FIELD(name, "name", always, "the label"),
    DESKBELL_FIELD(value, "value", always, "what the agent sees"),
    DESKBELL_FIELD(customer_value, "customerValue", optional, "shown where value is empty"));

struct CardContent {
    std::string header;
    std::string desc;
    std::string pic;
    std::string url;
    Records<CustomField> custom_fields;
};
DESKBELL_RECORD(CardContent, "A product.",
    DESKBELL_FIELD(header, "header", always, "its name"),
    DESKBELL_FIELD(desc, "desc", always, "what it is"),
    DESKBELL_FIELD(pic, "pic", always, "address of a picture"),
    DESKBELL_FIELD(url, "url", always, "address of its page"),
    DESKBELL_FIELD(custom_fields, "customField", optional, "further lines"));

/// src 22: a product card, from either side.
struct Card {
    CardContent content;
};
DESKBELL_RECORD(Card, "src 22: a product card, from either side.", DESKBELL_FIELD(content, "content", required, "the product"));

struct OrderContent {
    std::string guide;
    std::string name;
    std::string desc;
    std::string pic;
    std::string url;
    Records<CustomField> custom_fields;
};
DESKBELL_RECORD(OrderContent, "An order.",
    DESKBELL_FIELD(guide, "guide", always, "a line above it"),
    DESKBELL_FIELD(name, "name", always, "its name"),
    DESKBELL_FIELD(desc, "desc", always, "what it is"),
    DESKBELL_FIELD(pic, "pic", always, "address of a picture"),
    DESKBELL_FIELD(url, "url", optional, "address of its page"),
    DESKBELL_FIELD(custom_fields, "customField", optional, "state, amount and the like"));

/// src 28: an order, from either side.
struct Order {
    OrderContent content;
};
DESKBELL_RECORD(Order, "src 28: an order, from either side.", DESKBELL_FIELD(content, "content", required, "the order"));

}  // namespace deskbell
