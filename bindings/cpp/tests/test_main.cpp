#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "counterpart.hpp"

int main(int argc, char** argv) {
    if (const int status = support::cannot_run()) return status;
    return doctest::Context(argc, argv).run();
}
