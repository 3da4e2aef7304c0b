#pragma once

#include <cstdint>

/// How often two callers meet behind one code, where that can be computed exactly. Each case is small enough for a
/// derivation of a few lines, given with it, and has the machinery that it is to check in it: choices that do not know
/// of each other, reservations that lapse, retrievers who come too late.
///
/// All functions throw std::invalid_argument when a rate, time or mean is not finite or is negative (or not positive
/// where it says so).
namespace theory {

/// Two nodes that have not heard of each other each give out codes to a Poisson number of parks with this mean, and no
/// call ends meanwhile. Mean number of codes given out twice when both choose the lowest free code, or both take turns
/// from the same code on: the smaller of the two numbers of parks, min(X, Y). As P(min(X, Y) >= k) = P(X >= k)^2, its
/// mean is the sum of these; in closed form m - m exp(-2m) (I0(2m) + I1(2m)), by the mean difference of Poisson
/// variables (T. A. Ramasubban, 1958). O(mean).
double codes_given_twice_in_order(double mean_parks_a_node);

/// The same when each takes any of `codes` free codes with equal chance: X and Y different codes, of which each of X is
/// among those of Y with chance Y / codes, so that the mean is m^2 / codes. Exact as far as neither node runs out of
/// codes. codes >= 1.
double codes_given_twice_at_random(double mean_parks_a_node, std::int64_t codes);

/// One code, chosen for a call some time before the call is there, and free to others again after `life_s`: park
/// requests come as a Poisson stream for `window_s` from an idle code on, all callers arrive at it only later, in the
/// order of their requests, and nobody leaves. A request within `life_s` of one that was accepted finds no code (a
/// counter with a dead time), so the n-th accepted one comes at the sum of n exponentials and n - 1 dead times. Of the
/// accepted callers the second is joined to the first, who both leave, the fourth to the third, and so on. Mean number
/// of pairs joined: the sum over j >= 1 of P(Gamma(2j) <= rate x (window - (2j - 1) life)); without a life
/// m/2 - (1 - exp(-2m))/4 with m = rate x window. O(rate x window).
double pairs_joined(double parks_per_s, double window_s, double life_s);

/// One code, Poisson park requests, refused while the code is in use; exponential patience; for each call one retriever
/// who dials the code after an exponential time, come what may. A retriever whose caller has left reaches whoever is
/// behind the code by then. Mean number of such wrong calls for each accepted park.
///
/// Let m be the retrievers under way (each call's own included), r = parks/retrieval rate and k = patience rate /
/// retrieval rate. In equilibrium the generating functions of m with the code free and in use satisfy
/// G0' + G1' = r G0 and G0' = k G1 / z, hence z G0'' + (1 + k) G0' = r k G0: G0 is a multiple of the hypergeometric
/// 0F1(; 1 + k; r k z). A call in use is taken by another's retriever at rate G1'(1) - G1(1), in units of the retrieval
/// rate, so that the number sought is 1 - (1 + k) G1(1) / (r G0(1)). The three are positive.
double late_retrievers_answered(double parks_per_s, double retrieval_mean_s, double patience_mean_s);

}  // namespace theory
