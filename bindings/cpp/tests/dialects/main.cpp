// One program of units that were compiled in every dialect.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../counterpart.hpp"

#define EACH_DIALECT(EACH) \
    EACH(cxx17_throwing)   \
    EACH(cxx17_not_throwing) EACH(cxx20_throwing) EACH(cxx20_not_throwing) EACH(cxx23_throwing) EACH(cxx23_not_throwing)

#define DECLARE(dialect)                           \
    namespace dialect {                            \
    std::string first(const std::string& hostile); \
    }
EACH_DIALECT(DECLARE)

int main() {
    if (const int status = support::cannot_run()) return status;
    const char* hostile = std::getenv("HOSTILE_CODEX");
    int failed = 0;
    const auto check = [&](const char* dialect, const std::string& said) {
        const bool good = said == "okok";
        std::printf("%s %s%s\n", good ? "ok  " : "FAIL", dialect, good ? "" : (": " + said).c_str());
        failed += good ? 0 : 1;
    };
#define CHECK(dialect) check(#dialect, dialect::first(hostile));
    EACH_DIALECT(CHECK)
    return failed == 0 ? 0 : 1;
}
