using Xunit.Sdk;
using Xunit.v3;

// Most tests wait for ffmpeg: three at a time keep two cores busy.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
