using System.Collections;
using System.Reflection;
using Reelmill.Core.Running;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;

namespace Reelmill.Pipelines.Tests;

/// <summary>Options are values: they can be compared, printed and stored, and have no behavior.</summary>
public sealed class OptionsTests
{
    private static readonly Func<PipelineOptions>[] Examples =
    [
        static () => new MineOptions(),
        static () => new HlsOptions(),
        static () => new IndexOptions(),
        static () => new ChunkOptions(),
        static () => new MineOptions { Quality = new() { MinSharpness = 80 }, Vectors = new() { Embedder = "mobilenet-v2" } },
        static () => new MineOptions { Detect = new("yolox-nano") { MinScore = 0.5, Limits = new() { Classes = ["person", "dog"], MaxCovered = 0.2 } } },
        static () => new MineOptions { Stages = new() { ["frames"] = new() { Workers = 2 }, ["save"] = new() { Queue = 3 } } },
        static () => new IndexOptions { Fetch = new() { MaxTries = 7 }, Batch = 8 },
        static () => new HlsOptions { Ladder = Ladder.Parse("720,360:600") },
        static () => new ChunkOptions { Duration = TimeSpan.FromSeconds(3), Stages = new() { ["process"] = new() { Retry = new RetryOptions() } } },
    ];

    [Fact]
    public void Options_are_equal_only_when_all_their_values_are_equal()
    {
        for (var i = 0; i < Examples.Length; i++)
        {
            for (var j = 0; j < Examples.Length; j++)
            {
                Examples[i]().Equals(Examples[j]()).ShouldBe(i == j, $"{i} and {j}");
            }

            Examples[i]().GetHashCode().ShouldBe(Examples[i]().GetHashCode());
        }
    }

    [Fact]
    public void Options_print_their_values()
    {
        foreach (var example in Examples)
        {
            example().ToString().ShouldNotContain("System.");
        }

        Examples[5]().ToString().ShouldContain("\"person\",\"dog\"");
        Examples[6]().ToString().ShouldContain("frames: StageOptions { Workers = 2");
        Examples[8]().ToString().ShouldContain("720:");
    }

    [Fact]
    public void Every_setting_changes_options_in_the_same_way_each_time()
    {
        foreach (var pipeline in PipelineRegistry.BuiltIn.All)
        {
            foreach (var setting in pipeline.Settings.All.Where(static s => s.Default.Length > 0))
            {
                PipelineOptions Apply() => setting.Apply(pipeline.Defaults, setting.Default);
                Apply().ShouldBe(Apply(), setting.Key);
            }
        }
    }

    [Fact]
    public void Options_contain_no_delegates()
    {
        var seen = new HashSet<Type>();
        foreach (var type in Examples.Select(static e => e().GetType()))
        {
            RequireNoDelegate(type, seen);
        }

        seen.Count.ShouldBeGreaterThan(10);
    }

    private static void RequireNoDelegate(Type type, HashSet<Type> seen)
    {
        typeof(Delegate).IsAssignableFrom(type).ShouldBeFalse(type.FullName);
        if (type.Namespace?.StartsWith("Reelmill", StringComparison.Ordinal) != true || type.IsEnum || typeof(IEnumerable).IsAssignableFrom(type) || !seen.Add(type))
        {
            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(static p => p.Name != "EqualityContract"))
        {
            RequireNoDelegate(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, seen);
        }
    }
}
