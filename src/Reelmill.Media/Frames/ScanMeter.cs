using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Frames;

/// <summary>
/// Measures the scan type of a video on a bounded sample: up to eight stretches of successive frames, spread over the file,
/// each from a key frame on. The same file gives the same answer every time.
/// </summary>
/// <remarks>Safe for any number of videos at once. A stretch costs a process and a dozen decoded frames; three to five are the rule.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">What a frame may not exceed.</param>
public sealed class ScanMeter(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    private const int FramesOfStretch = 12;

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
        foreach (var seekMs in SeeksOf(media))
        {
            verdict.Votes.Begin();
            await MeasureAsync(path, media, seekMs, verdict.Votes, cancellationToken).ConfigureAwait(false);
            if (verdict.IsClear())
            {
                break;
            }
        }

        return verdict.Of(media.RequireVideo().IsInterlaced);
    }

    private static IEnumerable<long?> SeeksOf(MediaInfo media) => media.Duration is { } length && length >= Short
        ? Places.Select(p => (long?)(length * p).TotalMilliseconds).Append(null)
        : [null];

    private async Task MeasureAsync(string path, MediaInfo media, long? seekMs, FieldOrderVotes votes, CancellationToken cancellationToken)
    {
        var log = new DecodeLog(null);
        try
        {
            var process = launcher.Start(
                new ProcessSpec(ffmpeg, ArgumentsOf(path, media, seekMs)) { StallLimit = StallLimit, WallLimit = WallLimit, OnErrorLine = log.Add }, cancellationToken);
            await using var _ = process.ConfigureAwait(false);
            await VoteAsync(new FrameReader(process, log, FramePicker.All), votes, cancellationToken).ConfigureAwait(false);
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
    }

    private static async Task VoteAsync(FrameReader reader, FieldOrderVotes votes, CancellationToken cancellationToken)
    {
        VideoFrame? last = null;
        try
        {
            while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                if (last is not null && (last.Width, last.Height) == (frame.Width, frame.Height))
                {
                    votes.Add(last.Luma, frame.Luma, frame.Width, frame.Height);
                }

                last?.Dispose();
                last = frame;
            }
        }
        finally
        {
            last?.Dispose();
        }
    }

    private List<string> ArgumentsOf(string path, MediaInfo media, long? seekMs) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-threads", "1", "-noautorotate",
        "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        .. seekMs is { } from ? new[] { "-copyts", "-start_at_zero", "-noaccurate_seek", "-ss", string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.000}") } : [],
        .. InputGuard.Arguments(path),
        "-map", string.Create(CultureInfo.InvariantCulture, $"0:{media.RequireVideo().Index}"),
        "-filter:v", "format=yuv420p|yuvj420p,showinfo=checksum=0", "-frames:v", FramesOfStretch.ToString(CultureInfo.InvariantCulture),
        "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
    ];
}
