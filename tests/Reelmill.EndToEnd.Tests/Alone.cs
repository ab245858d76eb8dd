using Xunit.Sdk;
using Xunit.v3;

// Most tests wait for programs that wait for each other: three at a time keep two cores busy.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]

namespace Reelmill.EndToEnd.Tests;

/// <summary>The tests that measure a server under load, or give programs limits that others would use up: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "alone";
}
