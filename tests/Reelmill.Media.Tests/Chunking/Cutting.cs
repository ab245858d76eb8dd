using Reelmill.Media.Chunking;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Cuts a file into a folder of its own.</summary>
internal sealed class Cutting : IDisposable
{
    private static readonly ProcessLauncher Launcher = new();
    private readonly TempFolder _folder = new();

    private Cutting()
    {
    }

    public ChunkSource Source { get; private set; } = null!;

    public IReadOnlyList<ChunkRange> Plan { get; private set; } = [];

    private ChunkWork Work { get; set; }

    public List<ChunkResult> Results { get; } = [];

    public static Task<Cutting> CopyAsync(string path, double seconds) => RunAsync(
        path, ChunkWork.Copy, new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(seconds) });

    public static Task<Cutting> ExactAsync(string path, double seconds, ChunkWork work) => RunAsync(
        path, work, new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(seconds), Alignment = ChunkAlignment.Exact });

    public static async Task<Cutting> RunAsync(string path, ChunkWork work, ChunkPlanOptions options)
    {
        var cutting = new Cutting { Work = work };
        var worker = new ChunkWorker(Launcher, "ffmpeg", "ffprobe", new ChunkEncoding());
        var files = work.HasFlag(ChunkWork.Copy) || work.HasFlag(ChunkWork.Encode);
        cutting.Source = await new SourcePreparer(Launcher, "ffmpeg", "ffprobe", new ProbeLimits())
            .PrepareAsync(path, cutting._folder.Path, files, CancellationToken.None);
        if (work.HasFlag(ChunkWork.Encode))
        {
            await cutting.Source.MeasureScanAsync(new ScanMeter(Launcher, "ffmpeg", new ProbeLimits()), CancellationToken.None);
        }

        cutting.Plan = cutting.Source.Plan(options);
        foreach (var range in cutting.Plan)
        {
            cutting.Results.Add(await worker.ProcessAsync(cutting.Source, range, work, cutting.FileOf(range.Sequence), CancellationToken.None));
        }

        return cutting;
    }

    public string Folder => _folder.Path;

    /// <summary>Encoded chunks are always MP4.</summary>
    public string FileOf(int sequence) => _folder[FormattableString.Invariant($"chunk_{sequence:0000}{(Work.HasFlag(ChunkWork.Encode) ? ".mp4" : Source.CopyExtension)}")];

    public void Dispose() => _folder.Dispose();
}
