using Reelmill.Media.Chunking;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>A file cut into chunks in a temporary folder.</summary>
internal sealed class CutFile : IDisposable
{
    private static readonly ProcessLauncher Launcher = new();
    private readonly TempFolder _folder = new();

    private CutFile()
    {
    }

    public ChunkSource Source { get; private set; } = null!;

    public IReadOnlyList<ChunkRange> Plan { get; private set; } = [];

    private ChunkWork Work { get; set; }

    public List<ChunkResult> Results { get; } = [];

    public static Task<CutFile> CopyAsync(string path, double seconds) => RunAsync(
        path, ChunkWork.Copy, new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(seconds) });

    public static Task<CutFile> ExactAsync(string path, double seconds, ChunkWork work) => RunAsync(
        path, work, new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(seconds), Alignment = ChunkAlignment.Exact });

    public static async Task<CutFile> RunAsync(string path, ChunkWork work, ChunkPlanOptions options)
    {
        var cut = new CutFile { Work = work };
        var worker = new ChunkWorker(Launcher, "ffmpeg", "ffprobe", new ChunkEncoding());
        var files = work.HasFlag(ChunkWork.Copy) || work.HasFlag(ChunkWork.Encode);
        cut.Source = await new SourcePreparer(Launcher, "ffmpeg", "ffprobe", new ProbeLimits())
            .PrepareAsync(path, cut._folder.Path, files, CancellationToken.None);
        if (work.HasFlag(ChunkWork.Encode))
        {
            await cut.Source.MeasureScanAsync(new ScanMeter(Launcher, "ffmpeg", new ProbeLimits()), CancellationToken.None);
        }

        cut.Plan = cut.Source.Plan(options);
        foreach (var range in cut.Plan)
        {
            cut.Results.Add(await worker.ProcessAsync(cut.Source, range, work, cut.GetPath(range.Sequence), CancellationToken.None));
        }

        return cut;
    }

    public string Folder => _folder.Path;

    /// <summary>Returns the path of a chunk's file. Encoded chunks are always MP4.</summary>
    public string GetPath(int sequence) => _folder[FormattableString.Invariant($"chunk_{sequence:0000}{(Work.HasFlag(ChunkWork.Encode) ? ".mp4" : Source.CopyExtension)}")];

    public void Dispose() => _folder.Dispose();
}
