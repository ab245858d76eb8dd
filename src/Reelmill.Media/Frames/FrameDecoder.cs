using System.Runtime.CompilerServices;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Decodes a video once, with one ffmpeg process, and gives its sampled frames as they come.</summary>
/// <remarks>Safe for any number of decodes at once.</remarks>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">What a frame may not exceed, also when the picture changes in mid-stream.</param>
public sealed partial class FrameDecoder(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    /// <summary>How long a decode may go without a word while somebody waits for it.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>A decoder that died gets one more try; a second death is the file's fault.</summary>
    private const int MostTries = 2;

    private readonly ScanMeter _scans = new(launcher, ffmpeg, limits);

    /// <summary>Decodes one video. When the decoder dies, it is decoded once more, and the frames that were given are not given again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="sampling">Which frames to give.</param>
    /// <param name="onDamage">Told once, with ffmpeg's first error line, when the stream is damaged but decodes on.</param>
    /// <param name="cancellationToken">Stops the decode.</param>
    /// <returns>The frames in order of presentation; the caller owns each.</returns>
    /// <exception cref="ItemException">
    /// <c>no_video</c>; <c>no_frames</c>: it ended without one frame; <c>limit_exceeded</c>; <c>decode_failed</c>;
    /// <c>decode_timeout</c>; and, when it happens twice, <c>decode_stalled</c> or <c>decoder_crashed</c>.
    /// </exception>
    public IAsyncEnumerable<VideoFrame> DecodeAsync(
        string path, MediaInfo media, SamplingOptions sampling, Action<string>? onDamage, CancellationToken cancellationToken) =>
        DecodeWholeAsync(path, media, sampling, DeinterlacerOf(path, media, cancellationToken), onDamage, cancellationToken);

    /// <summary>What deinterlaces the frames of a video, for as many decodes of it as there are.</summary>
    internal FrameDeinterlacer DeinterlacerOf(string path, MediaInfo media, CancellationToken cancellationToken) =>
        new(media.RequireVideo(), () => _scans.MeasureAsync(path, media, cancellationToken));

    /// <summary>Decodes one video with a deinterlacer that other decodes of it share.</summary>
    internal async IAsyncEnumerable<VideoFrame> DecodeWholeAsync(
        string path,
        MediaInfo media,
        SamplingOptions sampling,
        FrameDeinterlacer deinterlacer,
        Action<string>? onDamage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0;
        for (var attempt = 1; ; attempt++)
        {
            var again = given;
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
                catch (ItemException e) when (e.IsTransient && attempt < MostTries)
                {
                    break;
                }

                if (again > 0)
                {
                    again--;
                    frames.Current.Dispose();
                    continue;
                }

                given++;
                yield return frames.Current;
            }
        }
    }

    /// <summary>Decodes a video, or a part of it, with one process and one try.</summary>
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
        var log = new DecodeLog(onDamage, span.FirstMs);
        var process = await Translated(
            path, log, () => ValueTask.FromResult(launcher.Start(Spec(path, media, sampling, span, log), cancellationToken))).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        var picker = new FramePicker(sampling, span.FirstMs, media.VideoShift);
        var reader = new FrameReader(process, log, picker);
        var given = 0;
        while (await Translated(path, log, () => reader.NextAsync(cancellationToken)).ConfigureAwait(false) is { } frame)
        {
            given++;
            await deinterlacer.ApplyAsync(frame).ConfigureAwait(false);
            yield return frame;
        }

        await Translated(path, log, async () => (object?)await process.CompleteAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (given == 0)
        {
            throw DecodeErrors.NoFrames(path, log);
        }
    }

    private static async ValueTask<T> Translated<T>(string path, DecodeLog log, Func<ValueTask<T>> step)
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

    private ProcessSpec Spec(string path, MediaInfo media, SamplingOptions sampling, DecodeSpan span, DecodeLog log) =>
        new(ffmpeg, DecodeArguments.For(path, media, sampling, limits, span))
        {
            StallLimit = StallLimit,
            WallLimit = WallLimit(media),
            OnErrorLine = log.Add,
        };

    /// <summary>A slow consumer holds a decode up, so the limit only catches what would never end.</summary>
    private static TimeSpan WallLimit(MediaInfo media)
    {
        var fourfold = (media.Duration ?? TimeSpan.Zero) * 4;
        return fourfold > TimeSpan.FromHours(2) ? fourfold : TimeSpan.FromHours(2);
    }
}
