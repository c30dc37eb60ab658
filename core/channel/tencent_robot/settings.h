#pragma once

#include <cstdint>
#include <list>
#include <string>

namespace deskbell::channel::tencent_robot {

/// The desk whose robot the relay plays, and the model that answers, as the operator sets them up.
struct Settings {
    std::string base = "https://console.tim.qq.com";  ///< of the desk's REST API; another region has another host
    std::int64_t sdk_app_id = 0;
    std::string admin = "administrator";  ///< the App's administrator, in whose name the REST API is called
    std::string secret_key;               ///< signs the administrator's userSig
    /// The token of the callback authentication (Sign, RequestTime); empty: the desk does not sign.
    std::string callback_token;
    /// A long random word that the callback address given to the desk ends with, `…/events/<word>`. Needed where the desk does not sign.
    std::string webhook_token;

    std::string model_base;  ///< of an OpenAI-compatible API, up to the version: `https://api.openai.com/v1`
    std::string model_key;   ///< sent as a bearer token; empty: none is sent
    std::string model;
    std::string instructions;             ///< the system message; may be empty
    std::int64_t most_answer_tokens = 0;  ///< max_tokens; 0: the endpoint's own
    /// Whether the model may transfer the visitor to a person by itself (tool `transfer_to_human`). Endpoints without tools refuse such requests.
    bool model_may_transfer = false;

    std::int64_t remembered_messages = 20;      ///< of both sides, sent with each question
    std::int64_t remembered_bytes = 16 * 1024;  ///< likewise
    std::list<std::string> transfer_words;      ///< a message that is one of these brings a person, beside the widget's own
    std::list<std::string> end_words;           ///< a message that is one of these ends the session with a person
    std::string welcome_title;                  ///< heading of the welcome card; empty: there is none
    std::list<std::string> welcome_questions;   ///< the card's questions
    std::string no_agent_text;                  ///< said when nobody is there; empty: the desk's own words are enough
    std::string media_text;                     ///< said to pictures and files; empty: the host's words for "something went wrong"
    std::int64_t transfer_after_troubles = 2;   ///< so many failed answers in a row bring a person; 0: never
};

}  // namespace deskbell::channel::tencent_robot
