using Reelmill.EndToEnd.Tests.Ffmpeg;

// Each test runs whole programs that use every core: side by side they would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Reelmill.EndToEnd.Tests;

/// <summary>The tests that share the synthetic clips.</summary>
[CollectionDefinition(Name)]
public sealed class WithClips : ICollectionFixture<Clips>
{
    public const string Name = "with synthetic clips";
}
