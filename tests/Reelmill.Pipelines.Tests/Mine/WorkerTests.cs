using Reelmill.Core.Running;
using Reelmill.Pipelines.Mine;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Mine;

/// <summary>Results of <c>mine</c> are the same for any number of workers, or the number is rejected.</summary>
public sealed class WorkerTests(MineFixture clips) : IClassFixture<MineFixture>, IDisposable
{
    private static readonly string[] Stages = ["fetch", "probe", "frames", "score", "save", "commit"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_number_of_workers_gives_the_same_bytes()
    {
        await clips.MineAsync(_folder["expected"], MineFixture.Options());
        var expected = MineFixture.ManifestOf(_folder["expected"]);
        foreach (var stage in Stages)
        {
            foreach (var workers in new[] { 1, 2, 4 })
            {
                var library = _folder[$"{stage}-{workers}"];

                await clips.MineAsync(library, Tuned(stage, new StageOptions { Workers = workers }));

                MineFixture.ManifestOf(library).ShouldBe(expected, $"workers.{stage}={workers}");
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_workers_for_a_stateful_stage_are_rejected_before_any_work(int workers)
    {
        var error = await Should.ThrowAsync<ArgumentException>(clips.MineAsync(_folder["none"], Tuned("decide", new StageOptions { Workers = workers })));

        error.Message.ShouldStartWith($"workers.decide is {workers}; it must be 1:");
        Directory.Exists(_folder["none"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Tuning_cannot_disable_the_ordering_of_a_stage()
    {
        await clips.MineAsync(_folder["expected"], MineFixture.Options());
        await clips.MineAsync(_folder["library"], Tuned("score", new StageOptions { Workers = 4, Ordered = false }));

        MineFixture.ManifestOf(_folder["library"]).ShouldBe(MineFixture.ManifestOf(_folder["expected"]));
    }

    private static MineOptions Tuned(string stage, StageOptions tuning) => MineFixture.Options() with
    {
        Stages = new() { [stage] = tuning },
    };
}
