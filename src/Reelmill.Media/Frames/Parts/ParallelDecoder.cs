using System.Runtime.CompilerServices;
using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// Decodes videos, and long videos in parallel parts while slots are free. Frames arrive in order and equal those of
/// <see cref="FrameDecoder"/>, whatever the number and timing of the parts.
/// </summary>
/// <remarks>Safe for any number of concurrent decodes. MP4 and Matroska videos of 40 s and more have parts in interval sampling.</remarks>
/// <param name="decoder">Decodes a video or a part.</param>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobe">The path of the ffprobe executable.</param>
/// <param name="slots">The slots of concurrent decodes.</param>
public sealed class ParallelDecoder(FrameDecoder decoder, ProcessLauncher launcher, string ffprobe, DecodeSlots slots)
{
    private readonly DecodePartPlanner _planner = new(launcher, ffprobe);

    /// <summary>The approximate length of a part.</summary>
    internal TimeSpan PartLength { get; init; } = DecodePartPlanner.DefaultLength;

    /// <summary>Decodes one video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">The probed properties of the file.</param>
    /// <param name="sampling">The sampling rule.</param>
    /// <param name="onDamage">Called once with the first error of ffmpeg when the stream is damaged but decodable.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    /// <returns>The frames in presentation order; the caller owns each frame.</returns>
    /// <exception cref="ItemException">The errors of <see cref="FrameDecoder.DecodeAsync"/>.</exception>
    public async IAsyncEnumerable<VideoFrame> DecodeAsync(
        string path, MediaInfo media, SamplingOptions sampling, Action<string>? onDamage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var video = slots.Enter();
        var decode = Begin(path, media, sampling, onDamage, cancellationToken);
        await using var _ = decode.ConfigureAwait(false);
        while (await decode.NextAsync().ConfigureAwait(false) is { } frame)
        {
            yield return frame;
        }
    }

    private ParallelDecode Begin(string path, MediaInfo media, SamplingOptions sampling, Action<string>? onDamage, CancellationToken cancellationToken)
    {
        var deinterlacer = decoder.CreateDeinterlacer(path, media, cancellationToken);
        return new ParallelDecode(
            report => decoder.DecodeWholeAsync(path, media, sampling, deinterlacer, report, cancellationToken),
            token => DecodePartPlanner.CanSplit(media, sampling, PartLength) ? _planner.PlanAsync(path, media, sampling, PartLength, token) : Task.FromResult<IReadOnlyList<DecodeSpan>>([]),
            (span, endMs) => slots.TryEnterAhead() is { } slot ? new PrefetchedPart(span.FirstTargetMs, endMs, GetCapacity(media), slot, Decode(span), cancellationToken) : null,
            slots,
            onDamage,
            cancellationToken);

        Func<PrefetchedPart, CancellationToken, IAsyncEnumerable<VideoFrame>> Decode(DecodeSpan span) =>
            (part, token) => decoder.DecodeOnceAsync(path, media, sampling, span, deinterlacer, damage => part.Damage = damage, token);
    }

    private int GetCapacity(MediaInfo media)
    {
        var video = media.RequireVideo();
        return (int)Math.Clamp(slots.BytesAhead / Math.Max(1, video.DisplayWidth * (long)video.DisplayHeight * 3 / 2), 2, 1000);
    }
}
