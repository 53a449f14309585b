#include <codex_sdk.h>
