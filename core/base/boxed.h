#pragma once

namespace deskbell {

/// What few have, such as a message's file: a pointer to it, or nothing. A copy has its own.
template <class T>
class Boxed {
  public:
    Boxed() = default;
    Boxed(const Boxed& other) : value_(other.value_ != nullptr ? new T(*other.value_) : nullptr) {}
    Boxed(Boxed&& other) noexcept : value_(other.value_) { other.value_ = nullptr; }
    // They change places: what is moved from goes soon.
    Boxed& operator=(Boxed&& other) noexcept {
        T* const mine = value_;
        value_ = other.value_;
        other.value_ = mine;
        return *this;
    }
    Boxed& operator=(const Boxed& other) {
        if (this != &other) *this = Boxed(other);
        return *this;
    }
    ~Boxed() { delete value_; }

    explicit operator bool() const { return value_ != nullptr; }
    // Only of what is there.
    const T& operator*() const { return *value_; }
    T& operator*() { return *value_; }
    const T* operator->() const { return value_; }
    T* operator->() { return value_; }

    /// The value, made if there was none.
    T& make() {
        if (value_ == nullptr) value_ = new T();
        return *value_;
    }
    void reset() {
        delete value_;
        value_ = nullptr;
    }

  private:
    T* value_ = nullptr;
};

}  // namespace deskbell
