#pragma once

/// PARKSIM_WIDE before a function whose loops compilers can turn into vectors: it is compiled twice where the choice
/// can be made at run time. Neither form contracts or reorders anything, so both give the same bits. The choice is made
/// before the thread sanitizer can watch it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PARKSIM_WIDE
#endif
#endif
#if !defined(PARKSIM_WIDE) && !defined(__SANITIZE_THREAD__) && defined(__x86_64__) && defined(__linux__)
#define PARKSIM_WIDE __attribute__((target_clones("avx2", "default")))
#elif !defined(PARKSIM_WIDE)
#define PARKSIM_WIDE
#endif
