// What the thread sanitizer cannot know: the library of oneTBB is built without it, so that it does not see how a task
// gets from one thread to another, nor what orders the library's own use of memory. Only accesses by TBB itself are
// left out here. What tasks work on is ordered by means that the sanitizer sees, and a race there has no frame of TBB
// on top.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race_top:include/oneapi/tbb/\n"
         "called_from_lib:libtbb.so\n";
}
