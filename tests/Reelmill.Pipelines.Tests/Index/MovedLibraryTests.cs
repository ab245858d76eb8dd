using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Tests.Images;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>Frames are identified by their video and time, so that a moved or copied library embeds nothing again.</summary>
public sealed class MovedLibraryTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();

    public async ValueTask InitializeAsync()
    {
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=4", "-pix_fmt", "yuv420p", _temp["clip.mp4"]]);
        await MineAsync(_temp["library"], embed: false);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_moved_library_embeds_nothing_again_and_its_results_have_the_new_paths()
    {
        var first = await IndexAsync(_temp["library"]);
        Move();

        var again = await IndexAsync(_temp["moved"]);
        var frame = Directory.GetFiles(_temp["moved/frames"], "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        await using var services = new RunServices(_temp["moved"]);
        var found = await new ImageSearch(services, new SearchOptions(frame)).FindAsync(CancellationToken.None);

        first.Run.Items.Done.ShouldBeGreaterThan(1);
        again.Run.Items.Done.ShouldBe(0);
        again.Run.Items.Skipped.ShouldBe(first.Run.Items.Done);
        again.Images.Select(static p => p.Id).ShouldBe(first.Images.Select(static p => p.Id));
        again.Images.ShouldAllBe(static p => p.Id.Contains('/'));
        found.Results.Select(static r => r.Path).ShouldContain(p => p == frame);
    }

    [Fact]
    public async Task Another_library_recognizes_moved_frames_that_it_indexed()
    {
        var first = await IndexAsync(_temp["library"], into: _temp["other"]);
        Move();

        (await IndexAsync(_temp["moved"], into: _temp["other"])).Run.Items.Skipped.ShouldBe(first.Run.Items.Done);
    }

    [Fact]
    public async Task Mine_embeds_nothing_again_in_a_moved_library()
    {
        await MineAsync(_temp["library"], embed: true);
        var before = Files(_temp["library/vectors"]);
        Move();

        await MineAsync(_temp["moved"], embed: true);

        Files(_temp["moved/vectors"]).ShouldBe(before);
    }

    // A copied file has another modification time than the original.
    private void Move()
    {
        Directory.Move(_temp["library"], _temp["moved"]);
        foreach (var file in Directory.GetFiles(_temp["moved/frames"], "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }
    }

    private static (string Name, long Length)[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(folder, f), new FileInfo(f).Length))];

    private async Task MineAsync(string library, bool embed)
    {
        await using var services = new RunServices(library);
        (await new MineRun(services, new MineOptions { Embed = embed }, new RunObserver())
            .ExecuteAsync([new MediaInput(_temp["clip.mp4"], InputKind.File, MediaInput.NoMetadata)], default, default)).Items.Failed.ShouldBe(0);
    }

    private static async Task<IndexResult> IndexAsync(string frames, string? into = null)
    {
        await using var services = new RunServices(into ?? frames);
        return await new IndexRun(services, new IndexOptions(), new RunObserver()).IndexAsync(IndexRun.Expand([frames]), CancellationToken.None);
    }
}
