using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>
/// Measures the scan type of a video on a bounded sample: up to eight stretches of successive frames, spread over the file,
/// each from a key frame on. The same file gives the same answer every time.
/// </summary>
/// <remarks>Safe for any number of videos at once. A stretch costs a dozen decoded frames; five are the rule, and in one process up to Full HD.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">What a frame may not exceed.</param>
public sealed class ScanMeter(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    private const int FramesOfStretch = 12;

    /// <summary>So many stretches share a process, where they are not too large: most of what one costs is the start of its process.</summary>
    private const int Abreast = 5;

    /// <summary>What they may have together in a frame: five of 1920 x 1088.</summary>
    private const long MostPixels = Abreast * 1920L * 1088;

    /// <summary>A video that is shorter, or of unknown length, is measured at its start.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(5);

    /// <summary>Where stretches begin, as parts of the length: however many are measured, they are spread over the file.</summary>
    private static readonly double[] Places = [1.0 / 2, 1.0 / 4, 3.0 / 4, 1.0 / 8, 5.0 / 8, 3.0 / 8, 7.0 / 8];

    /// <summary>Measures a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>The scan type; what the header says where nothing moves.</returns>
    /// <exception cref="PipelineException"><c>tool_missing</c>: ffmpeg could not be started.</exception>
    /// <remarks>A stretch that cannot be decoded says nothing: the decode that follows tells what is wrong.</remarks>
    public async Task<ScanType> MeasureAsync(string path, MediaInfo media, CancellationToken cancellationToken)
    {
        var verdict = new ScanVerdict();
        var video = media.RequireVideo();
        foreach (var seeks in SeeksOf(media).Chunk((int)Math.Clamp(MostPixels / Math.Max(1L, (long)video.Width * video.Height), 1, Abreast)))
        {
            // A stretch without a frame leaves none of those beside it.
            if (!await MeasureAsync(path, media, seeks, verdict, cancellationToken).ConfigureAwait(false) && seeks.Length > 1)
            {
                foreach (var seek in seeks)
                {
                    await MeasureAsync(path, media, [seek], verdict, cancellationToken).ConfigureAwait(false);
                }
            }

            if (verdict.IsClear)
            {
                break;
            }
        }

        return verdict.Of(video.IsInterlaced);
    }

    private static IEnumerable<long?> SeeksOf(MediaInfo media) => media.Duration is { } length && length >= Short
        ? Places.Select(p => (long?)(length * p).TotalMilliseconds).Append(null)
        : [null];

    /// <summary>Measures stretches by one process, which gives their frames on top of each other; whether it gave any.</summary>
    private async Task<bool> MeasureAsync(string path, MediaInfo media, long?[] seeks, ScanVerdict verdict, CancellationToken cancellationToken)
    {
        var votes = seeks.Select(static _ => new FieldOrderVotes()).ToArray();
        var log = new DecodeLog(null);
        var any = false;
        try
        {
            var process = launcher.Start(
                new ProcessSpec(ffmpeg, ArgumentsOf(path, media, seeks)) { StallLimit = StallLimit, WallLimit = WallLimit, OnErrorLine = log.Add }, cancellationToken);
            await using var _ = process.ConfigureAwait(false);
            any = await VoteAsync(new FrameReader(process, log, FramePicker.All), votes, cancellationToken).ConfigureAwait(false);
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

        if (any || seeks.Length == 1)
        {
            Array.ForEach(votes, verdict.Add);
        }

        return any;
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

    private List<string> ArgumentsOf(string path, MediaInfo media, long?[] seeks)
    {
        var stream = media.RequireVideo().Index.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-nostdin", "-hide_banner", "-nostats", "-v", "level+info",
            .. seeks.SelectMany(seek => Input(path, seek)),
            "-filter_complex", string.Join(';', [
                .. seeks.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"[{i}:{stream}]settb=1/25,setpts=N[v{i}]")),
                string.Concat(seeks.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"[v{i}]"))) + Stack(seeks.Length) + "format=yuv420p|yuvj420p,showinfo=checksum=0"]),
            "-frames:v", FramesOfStretch.ToString(CultureInfo.InvariantCulture),
            "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ];
    }

    private static string Stack(int count) => count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"vstack=inputs={count},");

    private string[] Input(string path, long? seekMs) =>
    [
        "-threads", "1", "-noautorotate", "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        .. seekMs is { } from ? new[] { "-noaccurate_seek", "-ss", string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.000}") } : [],
        .. InputGuard.Arguments(path),
    ];
}
