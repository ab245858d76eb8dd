using System.Runtime.CompilerServices;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Decodes a video in one ffmpeg process and streams the sampled frames.</summary>
/// <remarks>Safe for any number of concurrent decodes.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">The limits of a frame, also after a change of size in mid-stream.</param>
public sealed partial class FrameDecoder(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    /// <summary>How long a decode may produce no output while a consumer waits for it.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>A crashed or stalled decoder is retried once; a second failure is attributed to the file.</summary>
    private const int MaxAttempts = 2;

    private readonly ScanMeter _scanMeter = new(launcher, ffmpeg, limits);

    /// <summary>Decodes one video. Retries once after a crash or stall, and yields every frame only once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">The probed properties of the file.</param>
    /// <param name="sampling">The sampling rule.</param>
    /// <param name="onDamage">Called once per attempt with the first error of ffmpeg when the stream is damaged but decodable.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    /// <returns>The frames in presentation order; the caller owns each frame.</returns>
    /// <exception cref="ItemException">
    /// <c>no_video</c>; <c>no_frames</c>: the decode produced no frame; <c>limit_exceeded</c>; <c>decode_failed</c>;
    /// <c>decode_timeout</c>; and, after the second attempt, <c>decode_stalled</c> or <c>decoder_crashed</c>.
    /// </exception>
    public IAsyncEnumerable<VideoFrame> DecodeAsync(
        string path, MediaInfo media, SamplingOptions sampling, Action<string>? onDamage, CancellationToken cancellationToken) =>
        DecodeWholeAsync(path, media, sampling, CreateDeinterlacer(path, media, cancellationToken), onDamage, cancellationToken);

    /// <summary>Creates a deinterlacer that all decodes of a video share.</summary>
    internal FrameDeinterlacer CreateDeinterlacer(string path, MediaInfo media, CancellationToken cancellationToken) =>
        new(media.RequireVideo(), () => _scanMeter.MeasureAsync(path, media, cancellationToken));

    /// <summary>Decodes one video with a deinterlacer that other decodes of the same video share.</summary>
    internal async IAsyncEnumerable<VideoFrame> DecodeWholeAsync(
        string path,
        MediaInfo media,
        SamplingOptions sampling,
        FrameDeinterlacer deinterlacer,
        Action<string>? onDamage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var yielded = 0;
        for (var attempt = 1; ; attempt++)
        {
            var skip = yielded;
            var frames = DecodeOnceAsync(path, media, sampling, DecodeSpan.Whole, deinterlacer, onDamage, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var _ = frames.ConfigureAwait(false);
            while (true)
            {
                try
                {
                    if (!await frames.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (ItemException e) when (e.IsTransient && attempt < MaxAttempts)
                {
                    break;
                }

                if (skip > 0)
                {
                    skip--;
                    frames.Current.Dispose();
                    continue;
                }

                yielded++;
                yield return frames.Current;
            }
        }
    }

    /// <summary>Decodes a video, or a part of it, in one process without a retry.</summary>
    internal async IAsyncEnumerable<VideoFrame> DecodeOnceAsync(
        string path,
        MediaInfo media,
        SamplingOptions sampling,
        DecodeSpan span,
        FrameDeinterlacer deinterlacer,
        Action<string>? onDamage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        media.RequireVideo();
        var log = new DecodeLog(onDamage, span.FirstTargetMs);
        var process = await TranslateErrorsAsync(
            path, log, () => ValueTask.FromResult(launcher.Start(BuildSpec(path, media, sampling, span, log), cancellationToken))).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        var picker = new FramePicker(sampling, span.FirstTargetMs, media.VideoShift);
        var reader = new FrameReader(process, log, picker);
        var count = 0;
        while (await TranslateErrorsAsync(path, log, () => reader.NextAsync(cancellationToken)).ConfigureAwait(false) is { } frame)
        {
            count++;
            await deinterlacer.ApplyAsync(frame).ConfigureAwait(false);
            yield return frame;
        }

        await TranslateErrorsAsync(path, log, async () => (object?)await process.CompleteAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (count == 0)
        {
            throw DecodeErrors.NoFrames(path, log);
        }
    }

    private static async ValueTask<T> TranslateErrorsAsync<T>(string path, DecodeLog log, Func<ValueTask<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw DecodeErrors.From(path, e, log);
        }
        catch (TimeoutException e)
        {
            throw DecodeErrors.NoHeader(path, e);
        }
    }

    private ProcessSpec BuildSpec(string path, MediaInfo media, SamplingOptions sampling, DecodeSpan span, DecodeLog log) =>
        new(ffmpeg, DecodeArguments.Build(path, media, sampling, limits, span))
        {
            StallLimit = StallLimit,
            WallLimit = GetWallLimit(media),
            OnErrorLine = log.Add,
        };

    /// <summary>Returns a generous limit that only catches endless decodes: backpressure from a slow consumer delays a decode.</summary>
    private static TimeSpan GetWallLimit(MediaInfo media)
    {
        var fourTimesDuration = (media.Duration ?? TimeSpan.Zero) * 4;
        return fourTimesDuration > TimeSpan.FromHours(2) ? fourTimesDuration : TimeSpan.FromHours(2);
    }
}
