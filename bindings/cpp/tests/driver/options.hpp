// Options as the cases say them, said as a C++ program says them.
#pragma once

#include "fields.hpp"
#include "taken.hpp"

namespace driver {

template <class Options>
Options options(const json& request) {
    Taken take(request);
    Options options;
    take_options(take, options);
    options.extra = take.extra();
    return options;
}

inline std::pair<Input, TurnOptions> input_and_options(const json& request) {
    Taken take(request);
    TurnOptions options;
    Input input = take.input(request);
    take_options(take, options);
    options.extra = take.extra();
    return {std::move(input), std::move(options)};
}

}  // namespace driver
