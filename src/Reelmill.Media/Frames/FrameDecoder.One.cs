using Reelmill.Core;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

public sealed partial class FrameDecoder
{
    /// <summary>
    /// How long before the wanted frame a decode begins: the rule of sampling looks at the frame before it, and some files
    /// are not entered exactly where one asks.
    /// </summary>
    private const long LeadMs = 2000;

    /// <summary>
    /// Decodes one frame again that sampling gave before: from shortly before it or, where that does not lead to it, from
    /// the start. Some streams, such as those of older x264 in 4:4:4, decode to garbage when they are entered in their
    /// middle, and no error says so: what came of it has to be looked at.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="sampling">How the frame was sampled.</param>
    /// <param name="timeMs">Its time, in milliseconds.</param>
    /// <param name="looksRight">Whether a frame of this time, from the middle of the stream, is the one that was sampled.</param>
    /// <param name="cancellationToken">Stops the decode.</param>
    /// <returns>The frame, which the caller disposes; null when sampling gives none at this time.</returns>
    /// <exception cref="ItemException">What <see cref="DecodeAsync"/> throws, but for a decoder that died once.</exception>
    public async Task<VideoFrame?> DecodeOneAsync(
        string path, MediaInfo media, SamplingOptions sampling, long timeMs, Func<VideoFrame, bool> looksRight, CancellationToken cancellationToken)
    {
        var deinterlacer = DeinterlacerOf(path, media, cancellationToken);
        if (timeMs > LeadMs && await TryFindAsync(path, media, sampling, new DecodeSpan { OnlyMs = timeMs, SeekMs = timeMs - LeadMs }, deinterlacer, cancellationToken).ConfigureAwait(false) is { } near)
        {
            if (looksRight(near))
            {
                return near;
            }

            near.Dispose();
        }

        return await FindAsync(path, media, sampling, new DecodeSpan { OnlyMs = timeMs }, deinterlacer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<VideoFrame?> TryFindAsync(
        string path, MediaInfo media, SamplingOptions sampling, DecodeSpan span, FrameDeinterlacer deinterlacer, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(path, media, sampling, span, deinterlacer, cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException)
        {
            // A file that cannot be entered in its middle says so in many ways; from its start it may decode all the same.
            return null;
        }
    }

    private async Task<VideoFrame?> FindAsync(
        string path, MediaInfo media, SamplingOptions sampling, DecodeSpan span, FrameDeinterlacer deinterlacer, CancellationToken cancellationToken)
    {
        await foreach (var frame in DecodeOnceAsync(path, media, sampling, span, deinterlacer, null, cancellationToken).ConfigureAwait(false))
        {
            if (frame.TimeMs == span.OnlyMs)
            {
                return frame;
            }

            frame.Dispose();
            if (frame.TimeMs > span.OnlyMs)
            {
                return null;
            }
        }

        return null;
    }
}
