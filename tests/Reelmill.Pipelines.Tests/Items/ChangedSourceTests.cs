using System.Net;
using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items;

/// <summary>Files that are replaced while they are processed: no result is stored under the id of another content.</summary>
public sealed class ChangedSourceTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpListener _web = new();

    public static TheoryData<string, bool> Cases() => new()
    {
        { "mine", false }, { "mine", true }, { "hls", false }, { "hls", true }, { "index", false }, { "index", true },
    };

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            await MakeAsync(_folder[$"{i}.mp4"], "-t", "1", "-vf", $"hue=h={i * 90}", "-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-threads", "1");
            await MakeAsync(_folder[$"{i}.png"], "-vf", $"hue=h={i * 90}", "-frames:v", "1");
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        ((IDisposable)_web).Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_file_that_changes_after_it_was_fetched_fails_and_leaves_nothing(string pipeline, bool download)
    {
        var extension = pipeline == "index" ? ".png" : ".mp4";
        var input = download ? await ServeAsync(_folder["0" + extension]) : new MediaInput(CopySource(extension), InputKind.File, MediaInput.NoMetadata);
        var summary = await RunAsync(pipeline, input, onFetched: () =>
        {
            var path = download ? Directory.GetFiles(_folder["library/videos"]).ShouldHaveSingleItem() : input.Source;
            File.Copy(_folder["1" + extension], path, overwrite: true);
        });
        summary.Failures.ShouldHaveSingleItem().Code.ShouldBe("source_changed");
        foreach (var kind in new[] { LibraryLayout.Frames, LibraryLayout.Hls, LibraryLayout.Videos })
        {
            (Directory.Exists(_folder["library", kind]) ? Directory.GetFiles(_folder["library", kind], "*", SearchOption.AllDirectories) : []).ShouldBeEmpty();
        }

        if (pipeline == "index")
        {
            summary.Collection.ShouldNotBeNull().Count.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Chunks_cut_from_a_replaced_file_are_never_reused_for_the_original()
    {
        var source = CopySource(".mp4");
        await using var services = new RunServices(_folder["library"]);
        await using var others = new RunServices(_folder["reference"]);
        var options = new ChunkOptions { Duration = TimeSpan.FromSeconds(0.5), Workers = 1 };
        var swap = new OnInfo(() => File.Copy(_folder["1.mp4"], source, overwrite: true));
        var failed = await new ChunkRun(services, options, new RunObserver(), swap).ExecuteAsync(InputList.Expand([source]), default, default);
        failed.Failures.ShouldHaveSingleItem().Code.ShouldBe("source_changed");
        failed.Outputs.ShouldBeEmpty();
        swap.Last.ShouldBeOfType<PipelineError>().Code.ShouldBe("source_changed");

        File.Copy(_folder["0.mp4"], source, overwrite: true);
        var again = await new ChunkRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([source]), default, default);
        var reference = await new ChunkRun(others, options, new RunObserver()).ExecuteAsync(InputList.Expand([_folder["0.mp4"]]), default, default);
        var chunks = again.Outputs.ShouldHaveSingleItem().ShouldBeOfType<ChunkOutput>();
        chunks.Chunks.Skipped.ShouldBe(0);
        chunks.Manifest.Segments.Select(static s => s.Sha256).ShouldBe(((ChunkOutput)reference.Outputs!.Single()).Manifest.Segments.Select(static s => s.Sha256));
    }

    [Fact]
    public async Task A_changed_target_of_a_symbolic_link_is_detected()
    {
        var source = CopySource(".mp4");
        File.CreateSymbolicLink(_folder["link.mp4"], source);
        var input = new MediaInput(_folder["link.mp4"], InputKind.File, MediaInput.NoMetadata);
        (await RunAsync("mine", input)).Items.Done.ShouldBe(1);
        (await RunAsync("mine", input)).Items.Skipped.ShouldBe(1);
        File.Copy(_folder["1.mp4"], source, overwrite: true);
        (await RunAsync("mine", input)).Items.Done.ShouldBe(1);
    }

    private string CopySource(string extension)
    {
        File.Copy(_folder["0" + extension], _folder["source" + extension], overwrite: true);
        return _folder["source" + extension];
    }

    private async Task<RunSummary> RunAsync(string pipeline, MediaInput input, Action? onFetched = null)
    {
        var observer = new RunObserver(Items: onFetched is null ? null : new OnFetch(onFetched, _folder["library/videos"]));
        await using var services = new RunServices(_folder["library"]);
        return pipeline switch
        {
            "mine" => await new MineRun(services, new MineOptions(), observer).ExecuteAsync([input], default, default),
            "hls" => await new HlsRun(services, new HlsOptions { Ladder = Ladder.Parse("144") }, observer).ExecuteAsync([input], default, default),
            _ => await new IndexRun(services, new IndexOptions(), observer).ExecuteAsync([input], default, default),
        };
    }

    private async Task<MediaInput> ServeAsync(string file)
    {
        var port = LoopbackPort.Claim();
        _web.Prefixes.Add($"http://127.0.0.1:{port}/");
        _web.Start();
        var bytes = await File.ReadAllBytesAsync(file);
        _ = Task.Run(async () =>
        {
            var context = await _web.GetContextAsync();
            (context.Response.ContentType, context.Response.ContentLength64) = ("video/mp4", bytes.Length);
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        });
        return new MediaInput($"http://127.0.0.1:{port}/a", InputKind.Url, MediaInput.NoMetadata);
    }

    private static Task<ProcessOutput> MakeAsync(string path, params string[] options) => new ProcessLauncher().RunAsync(
        new ProcessSpec("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=256x144:rate=10", .. options, "-y", path]), 1 << 20, CancellationToken.None);

    /// <summary>Runs an action after an input was fetched, before it is read.</summary>
    private sealed class OnFetch(Action act, string downloads) : IProgress<ItemProgress>
    {
        private int _acted;

        private bool IsDownloading => Directory.Exists(downloads) && Directory.EnumerateFiles(downloads, "*.part").Any();

        public void Report(ItemProgress value)
        {
            if (value.Doing == "fetch" && value.Done == value.Total && !IsDownloading && Interlocked.Exchange(ref _acted, 1) == 0)
            {
                act();
            }
        }
    }

    private sealed class OnInfo(Action act) : IProgress<ChunkEvent>
    {
        public ChunkEvent? Last { get; private set; }

        public void Report(ChunkEvent value)
        {
            Last = value;
            if (value is PipelineInfo)
            {
                act();
            }
        }
    }
}
