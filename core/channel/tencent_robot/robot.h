#pragma once

#include "core/channel/channel.h"
#include "core/channel/tencent_robot/callback.h"
#include "core/channel/tencent_robot/completion.h"
#include "core/channel/tencent_robot/desk_api.h"
#include "core/channel/words.h"

namespace deskbell::channel::tencent_robot {

/// The robot's conversation with one visitor of a Tencent desk. Nobody connects to it: callbacks come in, requests to the model and to the desk go out. The files:
/// robot.cpp (callbacks, saving), answer.cpp (asking the model, delivering its answer).
///
/// An answer goes out piece by piece, at most every 150 ms and one request at a time. Pieces add up at the desk, so one whose fate is unknown is not sent again: the
/// rest is collected, and the whole text replaces the message at the end (modify_msg).
class Robot final : public Channel {
  public:
    Robot(const Settings& settings, const Words& words, Customer customer, State state);

    Output receive(const Value& im_message, Millis now) override;
    Output answered(const Response& response, Millis now) override;
    Output heard(const SocketNews& news, Millis now) override;
    Output delivered(const Value& item, Millis now) override;
    Output advance(Millis now) override;
    std::optional<Millis> next_deadline() const override;
    Output touch(bool typing, Millis now) override;
    Output status(Millis now) override;
    Output left(Millis now) override;
    Output resume(Millis now) override;
    Value save() const override;

  private:
    // robot.cpp
    void begin(const Callback& callback);
    void hear(const Callback& callback);
    void welcome();
    void transfer();
    void end_by_visitor();
    void forget();
    Output done();

    // answer.cpp
    void ask();
    void model_answered(const Response& piece);
    void model_failed(const std::string& why);
    void stop();
    void deliver();
    void add_piece();
    void add_call(std::string_view kind, Value body);
    std::int64_t random();
    bool transferring() const;
    void desk_answered(const Response& response);
    void say(std::string_view text);
    void remember(std::string_view role, std::string_view text);
    void drop_answer();
    std::string_view unsent() const { return std::string_view(state_.answer).substr(static_cast<std::size_t>(state_.sent)); }

    const Settings& settings_;
    const Words& words_;
    Customer customer_;
    State state_;

    Output out_;
    Millis now_ = 0;

    // What a restart may forget.
    std::int64_t requests_ = 0;
    std::string asked_;   ///< the id of the open request to the model
    std::string called_;  ///< the id of the open request to the desk
    CompletionReader reader_;
    std::optional<Millis> first_text_at_;
    Millis piece_at_ = 0;  ///< when the last piece went out
    Millis retry_at_ = 0;
    std::int64_t failures_ = 0;
};

}  // namespace deskbell::channel::tencent_robot
