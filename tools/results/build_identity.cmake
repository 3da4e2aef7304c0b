# cmake -DROOT=<checkout> -DOUTPUT=<file.cpp> -P build_identity.cmake
# Writes the definition of results::build_identity(); leaves the file alone when it would not change.
set(listing "")
file(GLOB_RECURSE sources RELATIVE ${ROOT}
  ${ROOT}/sim/*.[ch]pp ${ROOT}/models/*.[ch]pp ${ROOT}/scenarios/*.[ch]pp
  ${ROOT}/tools/program/*.[ch]pp ${ROOT}/tools/results/*.[ch]pp ${ROOT}/tools/report/*.[ch]pp)
list(SORT sources COMPARE STRING)
foreach(source IN LISTS sources)
  file(SHA256 ${ROOT}/${source} hash)
  string(APPEND listing "${hash}  ${source}\n")
endforeach()
string(SHA256 identity "${listing}")
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "tools/results/build_identity.hpp"

const char* results::build_identity() { return "@identity@"; }
]])
