using Reelmill.Core;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

public sealed partial class FrameDecoder
{
    /// <summary>
    /// How long before the requested frame a decode begins: the sampling rule depends on the frame before it, and seeks are
    /// inexact in some files.
    /// </summary>
    private const long LeadMs = 2000;

    /// <summary>
    /// Decodes one frame that sampling produced before: from shortly before the frame or, where that fails, from the start of
    /// the file. Some streams, such as 4:4:4 of older x264 versions, decode to garbage after a seek without any error, so the
    /// caller has to verify the frame.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="media">The probed properties of the file.</param>
    /// <param name="sampling">The sampling rule of the frame.</param>
    /// <param name="timeMs">The time of the frame, in milliseconds.</param>
    /// <param name="isExpected">Whether a frame of this time that was decoded after a seek is the sampled one.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    /// <returns>The frame, which the caller disposes; null when sampling has no frame at this time.</returns>
    /// <exception cref="ItemException">The errors of <see cref="DecodeAsync"/>; a crashed or stalled decoder is not retried.</exception>
    public async Task<VideoFrame?> DecodeOneAsync(
        string path, MediaInfo media, SamplingOptions sampling, long timeMs, Func<VideoFrame, bool> isExpected, CancellationToken cancellationToken)
    {
        var deinterlacer = CreateDeinterlacer(path, media, cancellationToken);
        if (timeMs > LeadMs && await TryFindAsync(path, media, sampling, new DecodeSpan { OnlySampleMs = timeMs, SeekMs = timeMs - LeadMs }, deinterlacer, cancellationToken).ConfigureAwait(false) is { } candidate)
        {
            if (isExpected(candidate))
            {
                return candidate;
            }

            candidate.Dispose();
        }

        return await FindAsync(path, media, sampling, new DecodeSpan { OnlySampleMs = timeMs }, deinterlacer, cancellationToken).ConfigureAwait(false);
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
            // A failed seek has many forms of error, and the file may still decode from the start.
            return null;
        }
    }

    private async Task<VideoFrame?> FindAsync(
        string path, MediaInfo media, SamplingOptions sampling, DecodeSpan span, FrameDeinterlacer deinterlacer, CancellationToken cancellationToken)
    {
        await foreach (var frame in DecodeOnceAsync(path, media, sampling, span, deinterlacer, null, cancellationToken).ConfigureAwait(false))
        {
            if (frame.TimeMs == span.OnlySampleMs)
            {
                return frame;
            }

            frame.Dispose();
            if (frame.TimeMs > span.OnlySampleMs)
            {
                return null;
            }
        }

        return null;
    }
}
