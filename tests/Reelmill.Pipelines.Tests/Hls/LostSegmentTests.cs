using Reelmill.Media.Fetching;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Hls;

/// <summary>The next run on the same input rebuilds a stream with a missing file.</summary>
public sealed class LostSegmentTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();

    public async ValueTask InitializeAsync() => await ClipCache.MakeAsync(
        "-f", "lavfi", "-i", "testsrc2=size=256x144:rate=10", "-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", _temp["clip.mp4"]);

    [Fact]
    public async Task A_missing_segment_is_rebuilt_with_the_same_bytes()
    {
        var first = await RunAsync();
        var original = ReadFiles();
        File.Delete(original.Keys.First(static f => f.EndsWith(".m4s", StringComparison.Ordinal) || f.EndsWith(".ts", StringComparison.Ordinal)));

        var rebuilt = await RunAsync();
        var third = await RunAsync();

        first.Items.Done.ShouldBe(1);
        rebuilt.Items.Done.ShouldBe(1);
        rebuilt.Notes.ShouldHaveSingleItem().Text.ShouldStartWith("done again: some of its files are missing");
        ReadFiles().ShouldBe(original);
        third.Items.Skipped.ShouldBe(1);
    }

    private Dictionary<string, string> ReadFiles() =>
        Directory.GetFiles(_temp["library/hls"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToDictionary(static f => f, static f => Convert.ToHexString(File.ReadAllBytes(f)), StringComparer.Ordinal);

    private async Task<RunSummary> RunAsync()
    {
        await using var services = new RunServices(_temp["library"]);
        var run = new HlsRun(services, new HlsOptions { Ladder = Ladder.Parse("144") }, new RunObserver());
        return await run.ExecuteAsync(InputList.Expand([_temp["clip.mp4"]]), CancellationToken.None, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _temp.Dispose();
}
