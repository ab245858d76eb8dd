using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>
/// Measures the scan type of a video on a bounded sample: up to eight excerpts of successive frames, spread over the file, each
/// from a keyframe on. The result is deterministic.
/// </summary>
/// <remarks>Safe for concurrent use. An excerpt costs twelve decoded frames. Five excerpts usually suffice, in one process up to Full HD.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">The limits of a frame.</param>
public sealed class ScanMeter(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    private const int FramesPerExcerpt = 12;

    /// <summary>The maximum number of excerpts per process: the start of a process is most of the cost of an excerpt.</summary>
    private const int MaxExcerptsPerProcess = 5;

    /// <summary>The maximum number of pixels in the stacked frames of one process: five times 1920 x 1088.</summary>
    private const long MaxStackedPixels = MaxExcerptsPerProcess * 1920L * 1088;

    /// <summary>A video that is shorter, or whose duration is unknown, is measured at its start only.</summary>
    private static readonly TimeSpan MinSeekableDuration = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(5);

    /// <summary>The start of each excerpt as a fraction of the duration. Any number of first excerpts is spread over the file.</summary>
    private static readonly double[] SeekFractions = [1.0 / 2, 1.0 / 4, 3.0 / 4, 1.0 / 8, 5.0 / 8, 3.0 / 8, 7.0 / 8];

    /// <summary>Measures the scan type of a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">The probed properties of the file.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>The scan type; the scan type of the header for a video without motion.</returns>
    /// <exception cref="PipelineException"><c>tool_missing</c>: ffmpeg could not be started.</exception>
    /// <remarks>An excerpt that cannot be decoded does not vote: the later decode reports the error.</remarks>
    public async Task<ScanType> MeasureAsync(string path, MediaInfo media, CancellationToken cancellationToken)
    {
        var estimator = new ScanTypeEstimator();
        var video = media.RequireVideo();
        foreach (var seeks in GetSeeks(media).Chunk((int)Math.Clamp(MaxStackedPixels / Math.Max(1L, (long)video.Width * video.Height), 1, MaxExcerptsPerProcess)))
        {
            // The stacked frames end with the first excerpt that has no frame, so each excerpt is tried by itself.
            if (!await MeasureAsync(path, media, seeks, estimator, cancellationToken).ConfigureAwait(false) && seeks.Length > 1)
            {
                foreach (var seek in seeks)
                {
                    await MeasureAsync(path, media, [seek], estimator, cancellationToken).ConfigureAwait(false);
                }
            }

            if (estimator.IsConclusive)
            {
                break;
            }
        }

        return estimator.Estimate(video.IsInterlaced);
    }

    private static IEnumerable<long?> GetSeeks(MediaInfo media) => media.Duration is { } duration && duration >= MinSeekableDuration
        ? SeekFractions.Select(p => (long?)(duration * p).TotalMilliseconds).Append(null)
        : [null];

    /// <summary>Measures excerpts in one process, which stacks their frames vertically; returns whether there was any frame.</summary>
    private async Task<bool> MeasureAsync(string path, MediaInfo media, long?[] seeks, ScanTypeEstimator estimator, CancellationToken cancellationToken)
    {
        var votes = seeks.Select(static _ => new FieldOrderVotes()).ToArray();
        var log = new DecodeLog(null);
        var hasFrames = false;
        try
        {
            var process = launcher.Start(
                new ProcessSpec(ffmpeg, BuildArguments(path, media, seeks)) { StallLimit = StallLimit, WallLimit = WallLimit, OnErrorLine = log.Add }, cancellationToken);
            await using var _ = process.ConfigureAwait(false);
            hasFrames = await VoteAsync(new FrameReader(process, log, FramePicker.All), votes, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            if (e.Reason == ProcessFailureReason.NotStarted)
            {
                throw DecodeErrors.From(path, e, log);
            }
        }
        catch (TimeoutException)
        {
        }

        if (hasFrames || seeks.Length == 1)
        {
            Array.ForEach(votes, estimator.Add);
        }

        return hasFrames;
    }

    private static async Task<bool> VoteAsync(FrameReader reader, FieldOrderVotes[] votes, CancellationToken cancellationToken)
    {
        VideoFrame? last = null;
        try
        {
            while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                if (last is not null && (last.Width, last.Height) == (frame.Width, frame.Height))
                {
                    Vote(votes, last, frame);
                }

                last?.Dispose();
                last = frame;
            }

            return last is not null;
        }
        finally
        {
            last?.Dispose();
        }
    }

    private static void Vote(FieldOrderVotes[] votes, VideoFrame last, VideoFrame frame)
    {
        var height = frame.Height / votes.Length;
        for (var i = 0; i < votes.Length; i++)
        {
            var part = new Range(i * height * frame.Width, (i + 1) * height * frame.Width);
            votes[i].Add(last.Luma[part], frame.Luma[part], frame.Width, height);
        }
    }

    private List<string> BuildArguments(string path, MediaInfo media, long?[] seeks)
    {
        var stream = media.RequireVideo().Index.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-nostdin", "-hide_banner", "-nostats", "-v", "level+info",
            .. seeks.SelectMany(seek => BuildInput(path, seek)),
            "-filter_complex", string.Join(';', [
                .. seeks.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"[{i}:{stream}]settb=1/25,setpts=N[v{i}]")),
                string.Concat(seeks.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"[v{i}]"))) + BuildStack(seeks.Length) + "format=yuv420p|yuvj420p,showinfo=checksum=0"]),
            "-frames:v", FramesPerExcerpt.ToString(CultureInfo.InvariantCulture),
            "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ];
    }

    private static string BuildStack(int count) => count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"vstack=inputs={count},");

    private string[] BuildInput(string path, long? seekMs) =>
    [
        "-threads", "1", "-noautorotate", "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        .. seekMs is { } from ? new[] { "-noaccurate_seek", "-ss", string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.000}") } : [],
        .. InputGuard.Arguments(path),
    ];
}
