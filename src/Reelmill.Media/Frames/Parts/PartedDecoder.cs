using System.Runtime.CompilerServices;
using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// Decodes videos, long ones in parts where the processor has room: the parts are decoded at once and their frames given
/// in order. The frames are those of <see cref="FrameDecoder"/>, however many parts there are and whenever they began.
/// </summary>
/// <remarks>Safe for any number of decodes at once. Videos of 40 s and more in MP4 and Matroska have parts, when they are sampled by an interval.</remarks>
/// <param name="decoder">Decodes.</param>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobe">The path of the ffprobe executable.</param>
/// <param name="slots">How many decodes may run at once before parts are decoded ahead.</param>
public sealed class PartedDecoder(FrameDecoder decoder, ProcessLauncher launcher, string ffprobe, DecodeSlots slots)
{
    private readonly DecodeCuts _cuts = new(launcher, ffprobe);

    /// <summary>About how long a part is.</summary>
    internal TimeSpan PartLength { get; init; } = DecodeCuts.UsualLength;

    /// <summary>Decodes one video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="sampling">Which frames to give.</param>
    /// <param name="onDamage">Told once, with ffmpeg's first error line, when the stream is damaged but decodes on.</param>
    /// <param name="cancellationToken">Stops the decode.</param>
    /// <returns>The frames in order of presentation; the caller owns each.</returns>
    /// <exception cref="ItemException">Those of <see cref="FrameDecoder.DecodeAsync"/>.</exception>
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

    private PartedDecode Begin(string path, MediaInfo media, SamplingOptions sampling, Action<string>? onDamage, CancellationToken cancellationToken)
    {
        var deinterlacer = decoder.DeinterlacerOf(path, media, cancellationToken);
        return new PartedDecode(
            told => decoder.DecodeWholeAsync(path, media, sampling, deinterlacer, told, cancellationToken),
            token => DecodeCuts.MayCut(media, sampling, PartLength) ? _cuts.FindAsync(path, media, sampling, PartLength, token) : Task.FromResult<IReadOnlyList<DecodeSpan>>([]),
            (span, endMs) => slots.TryEnterAhead() is { } slot ? new PartAhead(span.FirstMs, endMs, Capacity(media), slot, Part(span), cancellationToken) : null,
            slots,
            onDamage,
            cancellationToken);

        Func<PartAhead, CancellationToken, IAsyncEnumerable<VideoFrame>> Part(DecodeSpan span) =>
            (part, token) => decoder.DecodeOnceAsync(path, media, sampling, span, deinterlacer, damage => part.Damage = damage, token);
    }

    private int Capacity(MediaInfo media)
    {
        var video = media.RequireVideo();
        return (int)Math.Clamp(slots.BytesAhead / Math.Max(1, video.DisplayWidth * (long)video.DisplayHeight * 3 / 2), 2, 1000);
    }
}
